"""How a clause is scored, typed into boxes: what the plan file wrote comes back as it was, errors stand at the box."""

import re
from html import unescape

import pytest
from django.urls import reverse

from campaigns.models import Clause, Criterion
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
