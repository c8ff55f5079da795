"""The unit's three papers, side by side: what blocks the submission, what is only asked about, what is the same."""

import unicodedata

import pytest

from awards import consistency, policies, workflow
from awards.consistency.disagreements import same_post
from awards.exceptions import Refused
from campaigns.vietnamese import names
from tests import cast as c
from tests.awards.papers import samples

AN = "Nguyễn Văn An (mẫu)"


def found(content, *, blocks=True):
    return [row for row in consistency.of_dossier(content) if row.blocks is blocks]


def values(row):
    return [side.value for side in row.sides]


def votes(*candidates):
    """The first is the nominee's own row."""
    return [
        {"candidate": name, "is_nominee": at == 0, "yes": 7, "no": 1, "blank": 0}
        for at, name in enumerate(candidates)
    ]


@pytest.mark.parametrize("content", [samples.individual(), samples.collective(), samples.department()])
def test_papers_that_agree_say_nothing(content):
    assert consistency.of_dossier(content) == []


# --- the name --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        unicodedata.normalize("NFD", AN),
        f"  {AN.replace(' ', '  ')} ",
        AN.replace(" ", "\u00a0"),
        f"\u200b{AN}",
    ],
)
def test_spaces_and_unicode_forms_are_no_difference(typed):
    content = samples.individual(report={"reporter_name": typed}, votes=votes(typed))
    assert consistency.of_dossier(content) == []


@pytest.mark.parametrize(
    ("name", "typed"), [("Trần Thị Hòa", "Trần Thị Hoà"), ("Lê Thúy", "Lê Thuý"), ("Lý Khỏe", "Lý Khoẻ")]
)
def test_the_old_and_the_new_place_of_a_tone_mark_are_the_same_word(name, typed):
    assert names.alike(name, typed)
    content = samples.individual(nominee={"name": name}, report={"reporter_name": typed}, votes=votes(typed))
    assert consistency.of_dossier(content) == []


@pytest.mark.parametrize(
    ("typed", "how"),
    [
        ("Nguyễn Văn Ân (mẫu)", "khác dấu"),
        ("Nguyễn Văn Án (mẫu)", "khác dấu"),
        ("Nguyễn Vân Anh", "khác chữ"),
    ],
)
def test_another_name_under_the_report_blocks(typed, how):
    (row,) = found(samples.individual(report={"reporter_name": typed}))
    assert values(row) == [AN, typed]
    assert how in row.sentence
    assert (row.mended.place, row.mended.field) == ("report", "reporter_name")


def test_the_head_signs_a_collectives_report():
    content = samples.collective(
        report={"reporter_name": "Ma Văn Kiên (mẫu)", "reporter_title": "Phó Giám đốc"}
    )
    assert found(content) == []


def test_another_name_in_the_marked_row_of_votes_blocks():
    (row,) = found(samples.individual(votes=votes("Nguyễn Văn Anh (mẫu)")))
    assert values(row) == [AN, "Nguyễn Văn Anh (mẫu)"]
    assert (row.mended.place, row.mended.field) == ("minutes", "votes")


def test_a_row_that_is_the_nominee_but_for_a_mark_is_shown_beside_him():
    rows = [{**votes("Nguyễn Văn Ân (mẫu)")[0], "is_nominee": False}]
    (row,) = found(samples.individual(votes=rows))
    assert values(row) == [AN, "Nguyễn Văn Ân (mẫu)"]


def test_a_colleague_whose_name_differs_by_a_mark_is_a_colleague():
    assert found(samples.individual(votes=votes(AN, "Nguyễn Văn Ân (mẫu)"))) == []


def test_nobody_is_voted_on_twice():
    rows = votes(AN, "Nông Thị Hiền (mẫu)", "nông thị  hiền (mẫu)")
    rows[2]["yes"] = 2
    (row,) = found(samples.individual(votes=rows))
    assert values(row) == [
        "7 đồng ý, 1 không đồng ý, 0 không có ý kiến",
        "2 đồng ý, 1 không đồng ý, 0 không có ý kiến",
    ]


def test_capitals_alone_are_only_asked_about():
    content = samples.individual(report={"reporter_name": "NGUYỄN VĂN AN (mẫu)"})
    assert found(content) == []
    assert [row.what for row in found(content, blocks=False)] == ["Chữ hoa trong họ tên"]


# --- posts -----------------------------------------------------------------------------------------------


def test_one_person_with_two_posts_blocks():
    (row,) = found(samples.individual(minutes={"chair_title": "Phó Trưởng phòng"}))
    assert values(row) == ["Trưởng phòng", "Phó Trưởng phòng"]
    assert [side.field for side in row.sides] == ["signer_title", "chair_title"]


def test_the_nominees_own_post_counts_too():
    content = samples.individual(minutes={"secretary_name": AN, "secretary_title": "Chuyên viên chính"})
    (row,) = found(content)
    assert values(row) == ["Chuyên viên", "Chuyên viên chính"]


@pytest.mark.parametrize(
    "typed", ["Trưởng phòng Bưu chính - Viễn thông", "trưởng phòng", "Q. Trưởng phòng", "Quyền Trưởng phòng"]
)
def test_the_same_post_more_fully_named_is_the_same(typed):
    assert found(samples.individual(minutes={"chair_title": typed})) == []


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Giám đốc", "Giám đốc Sở", True),
        ("Giám đốc", "Giám đốc Sở Thông tin và Truyền thông", True),
        ("Chánh Văn phòng", "Chánh Văn phòng Sở", True),
        ("Giám đốc", "Phó Giám đốc", False),
        ("Chuyên viên", "Chuyên viên chính", False),
        ("Trưởng phòng", "Trưởng phòng Tài chính", False),
    ],
)
def test_posts(a, b, same):
    places = ("Phòng Bưu chính - Viễn thông", "Sở Thông tin và Truyền thông")
    assert same_post(a, b, places) is same
    assert same_post(b, a, places) is same


def test_the_head_of_a_unit_is_written_one_way():
    content = samples.individual(minutes={"chair_name": "Lý Thị Bich (mẫu)"})
    (row,) = found(content)
    assert values(row) == ["Lý Thị Bích (mẫu)", "Lý Thị Bich (mẫu)"]


def test_two_heads_within_days_are_only_asked_about():
    content = samples.individual(minutes={"chair_name": "Ma Văn Kiên (mẫu)"})
    assert found(content) == []
    assert [row.what for row in found(content, blocks=False)] == ["Trưởng phòng của đơn vị"]


# --- person and days -------------------------------------------------------------------------------------


def test_gender_and_birthday_are_those_of_the_roster():
    rows = found(samples.individual(report={"gender": "nu", "date_of_birth": "1990-03-08"}))
    assert [values(row) for row in rows] == [[f"Ông {AN}", "Nữ"], ["07/03/1990", "08/03/1990"]]


def test_a_birthday_that_only_the_report_knows_is_no_difference():
    assert found(samples.individual(nominee={"date_of_birth": None})) == []


def test_the_letter_is_not_older_than_the_meeting_it_cites():
    (row,) = found(samples.individual(letter={"issued_on": "2023-12-27"}))
    assert values(row) == ["họp ngày 28/12/2023", "ký ngày 27/12/2023"]
    assert found(samples.individual(letter={"issued_on": "2023-12-28"})) == []


# --- free text: doubts, never blocks ---------------------------------------------------------------------

DOUBTED = [
    ("letter", "reasons", "Cuộc họp thống nhất đề nghị tặng Bằng khen cho ông An.", "Hình thức đề nghị"),
    ("minutes", "conclusion", "Đề nghị Giám đốc Sở khen thưởng 02 cá nhân.", "Số lượng đề nghị"),
    ("minutes", "conclusion", "Lựa chọn 01 tập thể.", "Số lượng đề nghị"),
    ("letter", "reasons", "Thống nhất lựa chọn hai cá nhân.", "Số lượng đề nghị"),
    ("letter", "reasons", "Kết quả 8/8 phiếu đồng ý.", "Kết quả biểu quyết"),
    ("minutes", "conclusion", "Lựa chọn ông Nguyễn Văn Ân.", "Tên được đề nghị"),
    ("report", "results", "Ông NGUYỄN VÃN AN đã rà soát.", "Tên được đề nghị"),
]


@pytest.mark.parametrize(("part", "field", "text", "what"), DOUBTED)
def test_free_text_that_contradicts_is_asked_about(part, field, text, what):
    content = samples.individual(**{part: {field: text}})
    assert found(content) == []
    (row,) = found(content, blocks=False)
    assert row.what == what
    assert (row.mended.place, row.mended.field) == (part, field)


@pytest.mark.parametrize(
    ("part", "field", "text"),
    [
        ("letter", "reasons", "Thống nhất đề nghị tặng Giấy khen cho 01 cá nhân."),
        ("letter", "reasons", "Chưa đủ điều kiện đề nghị Bằng khen nên đề nghị Giấy khen."),
        ("letter", "reasons", "Năm 2022 được tặng Bằng khen của Chủ tịch UBND tỉnh."),
        ("letter", "reasons", "Kế hoạch cho phép lựa chọn 01 tập thể hoặc 01 cá nhân."),
        ("letter", "reasons", "Có 03 cá nhân được giới thiệu; lựa chọn 01 cá nhân."),
        ("letter", "achievements", "Hỗ trợ 47 cá nhân, 03 tập thể làm thủ tục."),
        ("letter", "reasons", "Kết quả 7/8 phiếu đồng ý, 1/8 phiếu không đồng ý."),
        ("letter", "reasons", "Đã giải quyết 412/412 hồ sơ đúng hạn."),
        ("report", "prior_awards", "Bằng khen của Chủ tịch UBND tỉnh năm 2021."),
        ("minutes", "discussion", "Ông Nguyễn Văn  An (mẫu) báo cáo."),
    ],
)
def test_free_text_that_does_not_contradict_is_left_alone(part, field, text):
    assert consistency.of_dossier(samples.individual(**{part: {field: text}})) == []


def test_any_free_text_is_read_without_stumbling():
    for text in ("", "đề nghị 99999 cá nhân", "0/0 phiếu", "Đề nghị\x00 ½ tập thể", "đề nghị mười cá nhân"):
        consistency.of_dossier(samples.individual(letter={"reasons": text}, minutes={"conclusion": text}))


# --- the guard of submission -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_dossier_whose_papers_disagree_is_not_submitted(cast):
    nomination = c.fill(cast, c.start(cast, person=cast.people["nominee"]))
    nomination.report.reporter_name = "Hà Thị Đao (mẫu)"
    nomination.report.save()
    with pytest.raises(Refused) as refused:
        workflow.take("submit", nomination, by=cast.an)
    assert "“Hà Thị Đao (mẫu)”" in refused.value.sentence
    assert "“Hà Thị Đào (mẫu)”" in refused.value.sentence
    (line,) = refused.value.obstacles
    assert (line.place, line.field) == (policies.places.REPORT, "reporter_name")
    nomination.report.reporter_name = unicodedata.normalize("NFD", "Hà Thị  Đào (mẫu)")
    nomination.report.save()
    assert workflow.take("submit", nomination, by=cast.an).status == "submitted"


@pytest.mark.django_db
def test_the_unit_sees_both_sides_with_a_link_to_the_field(cast, client):
    nomination = c.fill(cast, c.start(cast, person=cast.people["nominee"]))
    nomination.report.reporter_name = "Hà Thị Đao (mẫu)"
    nomination.report.save()
    client.force_login(cast.an)
    for address in ("", "trinh/"):
        page = client.get(f"/ho-so/{nomination.reference}/{address}").content.decode()
        table = page.partition('class="agreement')[2].partition("</table>")[0]
        assert "Hà Thị Đào (mẫu)" in table
        assert "Hà Thị Đao (mẫu)" in table
        assert "#div_id_reporter_name" in table
    client.force_login(cast.chi)
    page = client.get(f"/quan-tri/awards/nomination/{nomination.pk}/change/").content.decode()
    assert "Hà Thị Đao (mẫu)" in page.partition('class="agreement')[2].partition("</table>")[0]


@pytest.mark.django_db
def test_the_tone_mark_in_its_other_place_is_the_nominees_row(cast):
    from awards.forms.dossier_papers import votes_of

    person = cast.people["nominee"]
    person.full_name = "Trần Thị Hòa (mẫu)"
    person.save()
    nomination = c.start(cast, person=person)
    data = {
        "votes-TOTAL_FORMS": "1",
        "votes-INITIAL_FORMS": "0",
        "votes-0-candidate": "Trần Thị Hoà (mẫu)",
        "votes-0-yes": "8",
        "votes-0-no": "1",
    }
    rows = votes_of(nomination, None, data)
    assert rows.is_valid()
    assert rows.rows[0]["is_nominee"] is True
