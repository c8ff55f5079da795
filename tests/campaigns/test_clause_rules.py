"""How a clause is scored, typed into boxes: what the plan file wrote comes back as it was, errors stand at the box."""

import re
from html import unescape

import pytest
from django.urls import reverse

from awards import policies, snapshots
from awards.models import Event, SelfScore
from campaigns.models import Clause, Criterion
from tests import cast as c
from tests.awards.views.helpers import posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def quan(cast, client):
    client.force_login(cast.quan)
    return client


def text(response):
    return unescape(response.content.decode())


def address(clause):
    return reverse("admin:campaigns_criterion_change", args=[clause.criterion_id])


def one(kind, **more):
    return Clause.objects.filter(kind=kind, **more).order_by("pk").first()


def name_of(page, clause):
    """The prefix of this clause's boxes on its page."""
    (at,) = re.findall(rf'name="(clauses-\d+)-id" value="{clause.pk}"', text(page))
    return f"{at}-params"


def save(client, clause, **typed):
    """Open the page, change some boxes of the clause, press save."""
    page = client.get(address(clause))
    name = name_of(page, clause)
    data = posted(page)
    for box, value in typed.items():
        data[f"{name}-{box.replace('__', '-')}"] = value
    return client.post(address(clause), data), name


def at_box(page, box):
    """What stands in the line of one box."""
    (line,) = re.findall(
        rf'<div class="box-line[^"]*">\s*<label for="id_{box}".*?</div>', text(page), re.DOTALL
    )
    return line


def test_every_clause_of_the_plan_comes_back_as_it_was(cast, quan):
    before = list(Clause.objects.order_by("pk").values())
    for criterion in Criterion.objects.filter(campaign=cast.campaign):
        url = reverse("admin:campaigns_criterion_change", args=[criterion.pk])
        page = quan.get(url)
        assert '"levels"' not in text(page)
        answer = quan.post(url, posted(page))
        assert answer.status_code == 302, re.findall(r'class="error[^>]*>(.*?)<', text(answer))
    assert list(Clause.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("ratio", {"target": "87,5"}, {"target": "0.875"}),
        ("ratio", {"numerator_label": "số  việc xong "}, {"numerator_label": "số việc xong"}),
        ("count", {"target": "5", "unit_label": "bài"}, {"target": 5, "unit_label": "bài"}),
        ("gate", {"zeroes": "C2.1"}, {"zeroes": "C2.1"}),
        (
            "rank",
            {"improve_by": "2", "indices__0__points": "1,5", "indices__1__points": "2,5"},
            {"improve_by": 2},
        ),
        ("choice", {"levels__1__label": "Một phần"}, {}),
    ],
)
def test_what_is_typed_is_stored_in_the_shape_of_the_file(cast, quan, kind, typed, stored):
    clause = one(kind)
    answer, _ = save(quan, clause, **typed)
    assert answer.status_code == 302, re.findall(r'class="error[^>]*>(.*?)<', text(answer))
    after = Clause.objects.get(pk=clause.pk)
    assert {key: after.params[key] for key in stored} == stored
    assert set(after.params) == set(clause.params)
    if kind == "rank":
        assert [row["points"] for row in after.params["indices"]] == [1.5, 2.5, 2]
    if kind == "choice":
        assert after.params["levels"][1]["label"] == "Một phần"
    untouched = Clause.objects.exclude(pk=clause.pk).filter(criterion_id=clause.criterion_id)
    assert all(row.params for row in untouched)


def test_a_level_is_added_and_another_taken_away(cast, quan):
    clause = one("choice", params__multiple__isnull=True)
    old = clause.params["levels"]
    last = len(old)
    answer, _ = save(
        quan,
        clause,
        levels__1__code="",
        levels__1__label="",
        levels__1__points="",
        **{
            f"levels__{last}__code": "half",
            f"levels__{last}__label": "Một nửa",
            f"levels__{last}__points": "1,5",
        },
    )
    assert answer.status_code == 302
    new = Clause.objects.get(pk=clause.pk).params["levels"]
    assert new == [old[0], *old[2:], {"code": "half", "label": "Một nửa", "points": 1.5}]


@pytest.mark.parametrize(
    ("kind", "box", "typed", "said"),
    [
        ("ratio", "target", "nhiều", "Hãy nhập một số không âm"),
        ("ratio", "target", "0", "phải là số lớn hơn 0"),
        ("ratio", "numerator_label", "", "Ô này chưa điền"),
        ("count", "target", "0", "phải từ 1 trở lên"),
        ("count", "target", "ba", "Hãy nhập một số nguyên"),
        ("gate", "zeroes", "C99", "Không có tiêu chí, ý này"),
        ("rank", "improve_by", "0", "phải từ 1 trở lên"),
    ],
)
def test_what_is_wrong_is_told_at_its_box_and_nothing_is_saved(cast, quan, kind, box, typed, said):
    clause = one(kind)
    answer, name = save(quan, clause, **{box: typed})
    assert answer.status_code == 200
    line = at_box(answer, f"{name}-{box}")
    assert said in line
    assert "wrong" in line
    assert kind == "gate" or typed in line  # no choice to show
    assert "xem câu ghi ở từng ô" in text(answer)
    assert Clause.objects.get(pk=clause.pk).params == clause.params


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"levels__0__points": "99"}, "cao hơn điểm chuẩn"),
        ({"levels__0__points": "ba"}, "Hãy nhập một số không âm"),
        ({"levels__0__label": ""}, "Muốn bỏ dòng này, xóa cả ba ô"),
        ({"levels__1__code": "outstanding"}, "có hai lần"),
        ({"levels__0__points": "5"}, "Không mức nào đạt điểm chuẩn"),
    ],
)
def test_a_wrong_level_is_told_at_the_levels(cast, quan, typed, said):
    clause = one("choice", code="C1.2")
    answer, _ = save(quan, clause, **typed)
    assert answer.status_code == 200
    (boxes,) = re.findall(
        rf'<div class="rule">(?:(?!<div class="rule">).)*?{re.escape(said)}', text(answer), re.DOTALL
    )
    assert boxes
    assert Clause.objects.get(pk=clause.pk).params == clause.params


def test_who_only_reads_finds_words_and_no_boxes(cast, client):
    client.force_login(cast.chi)
    page = text(client.get(address(one("choice"))))
    assert "điểm" in page
    assert "-params-" not in page


def test_the_way_of_scoring_itself_is_not_changed_here(cast, quan):
    clause = one("count")
    page = quan.get(address(clause))
    kind = name_of(page, clause).replace("-params", "-kind")
    assert kind not in posted(page)
    quan.post(address(clause), posted(page) | {kind: "gate"})
    assert Clause.objects.get(pk=clause.pk).kind == "count"


# --- what is kept as it is ---------------------------------------------------------------------------------


def levels(clause):
    return Clause.objects.get(pk=clause.pk).params["levels"]


def set_params(clause, params):
    Clause.objects.filter(pk=clause.pk).update(params=params)


@pytest.mark.parametrize(("before", "after"), [("1", "01"), ("2.1", "2.10"), ("3", "3,0")])
@pytest.mark.parametrize("box", ["code", "label"])
def test_words_that_look_like_numbers_are_words(cast, quan, box, before, after):
    clause = one("choice", code="C1.2")
    clause.params["levels"][0][box] = before
    set_params(clause, clause.params)
    answer, _ = save(quan, clause, **{f"levels__0__{box}": after})
    assert answer.status_code == 302
    assert levels(clause)[0][box] == after


def test_a_number_that_says_the_same_keeps_its_spelling(cast, quan):
    clause, ratio = one("choice", code="C1.2"), one("ratio")
    clause.params["levels"][0]["points"] = float(clause.params["levels"][0]["points"])
    set_params(clause, clause.params)
    set_params(ratio, ratio.params | {"target": "1.0"})
    for each in (clause, ratio):
        assert save(quan, each)[0].status_code == 302
    assert repr(levels(clause)[0]["points"]).endswith(".0")
    assert Clause.objects.get(pk=ratio.pk).params["target"] == "1.0"


@pytest.mark.parametrize("label", ["Hoàn thành\nxuất sắc", "Dài " * 200, "hai  dấu cách "])
def test_a_label_of_the_plan_that_nobody_touched_stays_as_the_plan_wrote_it(cast, quan, label):
    clause, ratio = one("choice", code="C1.2"), one("ratio")
    clause.params["levels"][0]["label"] = label
    set_params(clause, clause.params)
    set_params(ratio, ratio.params | {"numerator_label": label})
    assert save(quan, clause, levels__1__label="Khác")[0].status_code == 302
    assert [row["label"] for row in levels(clause)][:2] == [label, "Khác"]
    # A box of one line sends no break back.
    typed = {"numerator_label": label.replace("\n", ""), "denominator_label": "Số khác"}
    assert save(quan, ratio, **typed)[0].status_code == 302
    assert Clause.objects.get(pk=ratio.pk).params["numerator_label"] == label


# --- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("box", "typed", "said"),
    [
        ("label", "Hai\r\ndòng", "Nội dung: Hãy viết trên một dòng"),
        ("label", "x" * 501, "Nội dung: Dài 501 ký tự, nhiều nhất 500"),
        ("code", "x" * 41, "Mã: Dài 41 ký tự, nhiều nhất 40"),
        ("points", "1e400", "Điểm: Hãy nhập một số không âm"),
        ("points", "NaN", "Điểm: Hãy nhập một số không âm"),
        ("points", "9" * 20, "Điểm: Điểm của mức là 99.999"),
        ("points", "9" * 400, "Điểm: Số dài quá 20 ký tự"),
        ("points", "1,234", "Điểm: Điểm có nhiều nhất hai chữ số"),
    ],
)
def test_what_no_level_can_be_is_told_at_its_row_and_kept_there(cast, quan, box, typed, said):
    clause = one("choice", code="C1.2")
    answer, _ = save(quan, clause, **{f"levels__0__{box}": typed})
    assert answer.status_code == 200
    (row,) = re.findall(r'<div class="rule-row wrong">.*?</div>', text(answer), re.DOTALL)
    assert said in row
    assert typed in row
    assert levels(clause) == clause.params["levels"]


@pytest.mark.parametrize(
    ("kind", "box", "typed", "said"),
    [
        ("ratio", "target", "1e400", "Hãy nhập một số không âm"),
        ("ratio", "target", "NaN", "Hãy nhập một số không âm"),
        ("ratio", "target", "9" * 20, "Chỉ tiêu quá lớn"),
        ("ratio", "target", "9" * 400, "Số dài quá 20 ký tự"),
        ("ratio", "numerator_label", "x" * 301, "Dài 301 ký tự, nhiều nhất 300"),
        ("count", "target", "1000001", "không quá 1.000.000"),
        ("count", "target", "9" * 5000, "Hãy nhập một số nguyên"),
        ("count", "target", "-1", "Hãy nhập một số nguyên"),
        ("rank", "improve_by", "1001", "không quá 1.000"),
    ],
)
def test_what_no_target_can_be_is_told_at_its_box(cast, quan, kind, box, typed, said):
    clause = one(kind)
    answer, name = save(quan, clause, **{box: typed})
    assert answer.status_code == 200
    assert said in at_box(answer, f"{name}-{box}")
    assert Clause.objects.get(pk=clause.pk).params == clause.params


BROKEN = [
    None, [], "x", {}, {"levels": None}, {"levels": "abc"}, {"levels": [1, None, {"code": 5, "label": ["x"]}]},
    {"levels": {"a": 1}}, {"levels": [{"code": "a", "label": "A", "points": "1e999999"}]},
    {"target": None, "zeroes": None}, {"target": {}, "zeroes": ["C1"], "unit_label": 3}, {"target": "1e999999"},
    {"target": 10**400}, {"indices": None, "improve_by": "x"}, {"indices": [[]], "improve_by": True},
]  # fmt: skip


@pytest.mark.parametrize("kind", ["choice", "ratio", "count", "gate", "rank"])
@pytest.mark.parametrize("params", BROKEN, ids=str)
def test_parameters_that_cannot_be_read_are_told_and_can_be_mended(cast, quan, client, kind, params):
    clause = one(kind)
    set_params(clause, params if params is not None else "null")
    page = quan.get(address(clause))
    assert page.status_code == 200
    assert "đang lưu không đúng dạng" in text(page)
    answer, _ = save(quan, clause)
    assert answer.status_code == 200
    assert "xem câu ghi ở từng ô" in text(answer)
    client.force_login(cast.chi)
    assert "cần quản trị hệ thống sửa" in text(client.get(address(clause)))


def test_broken_parameters_are_mended_on_the_page_and_the_history_tells_both(cast, quan):
    clause = one("count")
    set_params(clause, {"target": None})
    answer, _ = save(quan, clause, target="4", unit_label="bài")
    assert answer.status_code == 302, re.findall(r'class="error[^>]*>(.*?)<', text(answer))
    assert Clause.objects.get(pk=clause.pk).params == {"target": 4, "unit_label": "bài"}
    facts = Event.objects.filter(verb="plan_changed").latest("pk").facts
    (before,) = facts["before"].values()
    assert '{"target": null}' in before


# --- two pages at once -------------------------------------------------------------------------------------


@pytest.mark.parametrize("others", ["adds", "takes away", "touches another clause"])
def test_a_page_that_shows_what_is_no_longer_stored_saves_nothing_and_keeps_what_was_typed(
    cast, quan, others
):
    clause = one("choice", code="C1.2")
    page = quan.get(address(clause))
    data, name = posted(page), name_of(page, clause)
    last = len(clause.params["levels"])
    data |= {f"{name}-levels-0-label": "Vừa gõ", f"{name}-levels-{last}-code": "moi"}
    changed = clause
    if others == "adds":
        new = [*clause.params["levels"], {"code": "half", "label": "Một nửa", "points": 1}]
    elif others == "takes away":
        new = clause.params["levels"][:1]
    else:
        changed = Clause.objects.filter(criterion=clause.criterion).exclude(pk=clause.pk).first()
    params = clause.params | {"levels": new} if changed is clause else changed.params | {"x": 1}
    set_params(changed, params)
    answer = quan.post(address(clause), data)
    assert answer.status_code == 200
    shown = text(answer)
    assert "Người khác đã sửa cách tính điểm của ý này" in shown
    assert "Vừa gõ" in shown
    assert 'value="moi"' in shown
    assert Clause.objects.get(pk=changed.pk).params == params
    # Pressing again is no consent: only a page loaded anew is.
    assert quan.post(address(clause), posted(answer)).status_code == 200


# --- what dossiers answered with ---------------------------------------------------------------------------


@pytest.fixture
def answered(cast):
    """A clause with a level that a dossier chose, and the dossier."""
    nomination = c.fill(cast, c.start(cast))
    row = SelfScore.objects.filter(
        nomination=nomination, clause__kind="choice", answer__state="answered"
    ).first()
    (code,) = row.answer["levels"][:1]
    return nomination, row.clause, [level["code"] for level in row.clause.params["levels"]].index(code), code


@pytest.mark.parametrize("removed", [False, True])
def test_a_code_that_dossiers_answered_with_is_neither_renamed_nor_left_out(cast, quan, answered, removed):
    _, clause, at, code = answered
    boxes = ("code", "label", "points") if removed else ("code",)
    typed = {f"levels__{at}__{box}": "" if removed else "khac" for box in boxes}
    answer, _ = save(quan, clause, **typed)
    assert answer.status_code == 200
    assert f"Mã “{code}” đã có 01 hồ sơ tự chấm" in text(answer)
    assert levels(clause) == clause.params["levels"]


def test_an_index_that_dossiers_gave_ranks_for_stays(cast, quan):
    clause = one("rank")
    code = clause.params["indices"][0]["code"]
    SelfScore.objects.create(
        nomination=c.start(cast),
        clause=clause,
        answer={"state": "answered", "ranks": {code: {"before": 2, "after": 1}}},
    )
    answer, _ = save(quan, clause, indices__0__code="khac")
    assert f"Mã “{code}” đã có 01 hồ sơ tự chấm" in text(answer)


def test_its_words_change_it_may_move_and_a_code_without_answers_is_free(cast, quan, answered):
    _, clause, at, code = answered
    other = next(n for n in range(len(clause.params["levels"])) if n != at)
    answer, _ = save(
        quan,
        clause,
        **{f"levels__{at}__code": "moi", f"levels__{other}__code": code, f"levels__{at}__label": "Lời khác"},
    )
    assert answer.status_code == 302, re.findall(r'class="error[^>]*>(.*?)<', text(answer))
    assert levels(clause)[at] | {"points": 0} == {"code": "moi", "label": "Lời khác", "points": 0}


def test_an_answer_that_todays_rule_does_not_know_is_told_and_not_counted_in_silence(cast, answered):
    nomination, clause, at, _ = answered
    assert policies.checklist.signing_obstacles(nomination, snapshots.dossier.build(nomination)) == []
    clause.params["levels"][at]["code"] = "khac"
    set_params(clause, clause.params)
    content = snapshots.dossier.build(nomination)
    for lines in (
        policies.checklist.signing_obstacles(nomination, content),
        policies.checklist.dossier_obstacles(content),
    ):
        (line,) = [row for row in lines if row.field == clause.code]
        assert f"câu trả lời ý {clause.code} không còn khớp với cách tính điểm hiện nay" in line.sentence
        assert "Hãy chọn lại." in line.sentence
        assert line.place == policies.places.SCORES
