import io
import tomllib
import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from awards.models import Nomination, SelfScore
from campaigns import clock, plan, rules
from campaigns.models import (
    AwardForm,
    BaseSalary,
    BonusRate,
    Campaign,
    Clause,
    Criterion,
    Department,
    LegalDocument,
    LegalRegime,
    Resolution,
    Unit,
    User,
)

DATA = plan.LAW_FILE.parent
PLAN = DATA / "bac-kan-2023.toml"
TEXT = PLAN.read_text()
LAW_TEXT = (DATA / "regimes.toml").read_text()


# What else names the Bằng khen.
NO_BANG_KHEN = (
    ('unit_forms = ["giay_khen", "bang_khen"]', 'unit_forms = ["giay_khen"]'),
    ('department_forms = ["bang_khen"]', 'department_forms = ["giay_khen"]'),
    ('required_for = ["bang_khen"]', "required_for = []"),
)


def edited(text, *changes):
    """The text with each (old, new) put in place once; the old text must be there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def without_table(text, opening):
    """The text without the [[table]] that contains this line."""
    at = text.index(opening)
    start = text.rindex("\n[", 0, at) + 1
    return text[:start] + text[text.index("\n[", at) + 1 :]


@pytest.fixture
def write(tmp_path):
    def write(text, name="plan.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def refused(write):
    """What is said about a broken text: [(line of the file, place, message)]."""

    def refused(text):
        with pytest.raises(plan.PlanError) as raised:
            plan.examine(write(text))
        assert raised.value.problems
        return [(problem.line, problem.place, problem.message) for problem in raised.value.problems]

    return refused


@pytest.fixture
def campaign(db):
    plan.load(PLAN)
    return Campaign.objects.get()


@pytest.fixture
def nomination(campaign):
    unit = Unit.objects.create(department=campaign.department, code="p1", name="Phòng mẫu")
    clerk = User.objects.create(
        username="an", full_name="An", role="clerk", department=campaign.department, unit=unit
    )
    return Nomination.objects.create(
        campaign=campaign,
        unit=unit,
        number=1,
        reference="BK23-001",
        kind="collective",
        award_form="giay_khen",
        asked_form="giay_khen",
        status_changed_at=clock.now(),
        created_by=clerk,
        created_at=clock.now(),
    )


def answer(nomination, code):
    return SelfScore.objects.create(nomination=nomination, clause=Clause.objects.get(code=code))


# --- the shipped file ------------------------------------------------------------------------------------


def test_the_shipped_files_are_sound():
    for name in ("bac-kan-2023.toml", "regimes.toml"):
        assert plan.judge(plan.read(DATA / name).data) == []


def test_the_shipped_plan_says_what_the_paper_says(campaign):
    assert campaign.starts_on == date(2023, 10, 1)
    assert campaign.ends_on == date(2023, 12, 31)
    assert campaign.deadline_at == datetime(2024, 1, 5, tzinfo=clock.ZONE)
    assert (campaign.plan_number, campaign.plan_date, campaign.plan_symbol) == ("", None, "KH-STTT")
    assert campaign.form_regime.code == "ND91"
    assert (campaign.unit_quota, campaign.department_quota, campaign.province_quota) == (1, 1, 1)
    cited = {document.number: document.issued_on for document in campaign.documents.all()}
    assert cited == {
        "680/KH-UBND": date(2023, 10, 10),
        "2388/QĐ-UBND": date(2022, 12, 10),
        "2519/QĐ-UBND": date(2022, 12, 23),
        "866/KH-UBND": date(2022, 12, 23),
        "365/KH-UBND": date(2023, 6, 8),
        "57/QĐ-UBND": date(2023, 1, 13),
        "357/KH-UBND": date(2023, 6, 2),
        "516/QĐ-UBND": date(2023, 3, 30),
        "91/2017/NĐ-CP": date(2017, 7, 31),
    }
    assert campaign.documents.get(is_parent_plan=True).number == "680/KH-UBND"
    assert campaign.contents.count() == 7
    assert [item.number for item in campaign.contents.get(code="N2").documents.all()] == [
        "866/KH-UBND",
        "365/KH-UBND",
    ]


def test_the_rubric_is_the_one_proposed(campaign):
    weights = [(row.code, row.max_points) for row in campaign.criteria.filter(applies_to="collective")]
    assert weights == [("C1", 15), ("C2", 10), ("C3", 25), ("C4", 10), ("C5", 10), ("C6", 15), ("C7", 15)]
    assert [row.code for row in campaign.criteria.filter(applies_to="individual")] == ["I"]
    points = {row.code: row.max_points for row in Clause.objects.all()}
    assert len(points) == 26
    assert [points[code] for code in ("I1", "I2", "I3")] == [40, 30, 30]
    clauses = {row.code: row for row in Clause.objects.all()}
    assert clauses["C3.3"].params["target"] == "0.2"
    assert clauses["C2.3"].params == {"zeroes": "C2"}
    assert clauses["C7.4"].params == {"zeroes": "C7.1"}
    assert clauses["C6.2"].kind == "rank"
    assert [code for code, row in clauses.items() if row.pending_allowed] == ["C6.2", "C6.3"]
    assert [code for code, row in clauses.items() if row.required_for] == ["I3"]
    assert all("Đề xuất" in row.weight_source for row in campaign.criteria.all())


def test_every_ambiguity_is_settled_with_its_section(campaign):
    codes = [row.code for row in campaign.resolutions.all()]
    assert codes == [f"A{number}" for number in range(1, 31)]
    assert all(row.section and row.problem and row.settlement for row in Resolution.objects.all())


def test_thresholds_are_settings_that_name_their_source(campaign):
    forms = {row.code: row for row in campaign.award_forms.all()}
    assert (forms["giay_khen"].threshold_percent, forms["giay_khen"].threshold_is_strict) == (50, True)
    assert (forms["bang_khen"].threshold_percent, forms["bang_khen"].threshold_is_strict) == (80, False)
    assert all("Thiết lập" in row.threshold_source for row in forms.values())


def test_no_mojibake_of_the_source_survives():
    for text in (TEXT, LAW_TEXT):
        assert unicodedata.is_normalized("NFC", text)
        assert not [letter for letter in text if "CJK" in unicodedata.name(letter, "")]


def test_law_and_money(campaign):
    rates = {
        (row.regime.code, row.award_form, row.nominee_kind): row.coefficient_tenths
        for row in BonusRate.objects.select_related("regime")
    }
    assert len(rates) == 12
    assert rates["ND91", "bang_khen", "individual"] == 10
    assert rates["ND98", "bang_khen", "individual"] == 15
    assert rates["ND98", "bang_khen", "collective"] == 30
    salaries = {row.effective_from: (row.effective_to, row.amount) for row in BaseSalary.objects.all()}
    assert salaries[date(2023, 7, 1)] == (date(2024, 6, 30), 1_800_000)
    assert salaries[date(2024, 7, 1)] == (date(2026, 6, 30), 2_340_000)
    assert "cần kiểm tra" in BaseSalary.objects.get(amount=2_530_000).source
    assert LegalRegime.objects.get(code="ND98").law_citation == (
        "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"
    )


# --- loading ---------------------------------------------------------------------------------------------


@pytest.mark.postgres
def test_a_second_load_changes_nothing(campaign):
    before = {model: list(model.objects.values()) for model in (Campaign, Clause, Department, BonusRate)}
    report = plan.load(PLAN)
    assert report.changes == 0
    assert report.unchanged > 80
    assert before == {model: list(model.objects.values()) for model in before}


def test_what_the_office_filled_in_stays(campaign):
    campaign.plan_number, campaign.plan_date = "57", date(2023, 11, 15)
    campaign.plan_number_is_sample = True
    campaign.save()
    report = plan.load(PLAN)
    campaign.refresh_from_db()
    assert (campaign.plan_number, campaign.plan_date) == ("57", date(2023, 11, 15))
    assert campaign.plan_number_is_sample
    assert report.changes == 0
    assert report.warnings == []


def test_a_blank_plan_number_is_remarked(db):
    assert any("Số hoặc ngày ký" in warning for warning in plan.load(PLAN).warnings)


def test_an_update_says_what_became_what_and_leaves_nominations_alone(campaign, nomination, write):
    answer(nomination, "C1.1")
    before = list(Nomination.objects.values()), list(SelfScore.objects.values())
    changed = edited(
        TEXT,
        ("province_quota = 1", "province_quota = 2"),
        ('text = "Có dự án vượt tiến độ"', 'text = "Có dự án xong sớm"'),
    )
    report = plan.load(write(changed))
    campaign.refresh_from_db()
    assert campaign.province_quota == 2
    assert Clause.objects.get(code="C7.2").text == "Có dự án xong sớm"
    assert len(report.updated) == 2
    assert "1 → 2" in report.updated[0]
    assert before == (list(Nomination.objects.values()), list(SelfScore.objects.values()))


def test_rows_that_left_the_file_leave_the_campaign(campaign, write):
    text = TEXT[: TEXT.index('[[resolutions]]\ncode = "A30"')]
    report = plan.load(write(text))
    assert report.deleted == ["ghi chú chuẩn hóa A30"]
    assert not Resolution.objects.filter(code="A30").exists()


def test_links_of_contents_follow_the_file(campaign, write):
    report = plan.load(write(edited(TEXT, ('documents = ["kh-866", "kh-365"]', 'documents = ["kh-866"]'))))
    assert [item.code for item in campaign.contents.get(code="N2").documents.all()] == ["kh-866"]
    assert report.updated == ["nội dung thi đua N2: văn bản"]


@pytest.mark.postgres
def test_a_clause_with_scores_cannot_leave(campaign, nomination, write):
    answer(nomination, "C5.1")
    text = without_table(TEXT, 'code = "C5.1"').replace("points = 5 },", "points = 10 },", 1)
    text = edited(
        text, ('label = "Có kết quả nhưng chưa có số liệu", points = 2', 'label = "Có", points = 2')
    )
    at = text.index('code = "C5.2"')
    text = text[:at] + edited(text[at:], ("max_points = 5", "max_points = 10"))
    before = list(Clause.objects.values())
    with pytest.raises(plan.PlanError) as raised:
        plan.load(write(text))
    assert "Không bỏ ý của tiêu chí C5.1 được vì đã có 1 điểm tự chấm" in str(raised.value)
    assert list(Clause.objects.values()) == before


def test_the_kind_of_a_scored_clause_stays(campaign, nomination, write):
    answer(nomination, "C2.3")
    gate = 'kind = "gate"\ntarget = "0 trường hợp"\nparams.zeroes = "C2"'
    counted = 'kind = "count"\ntarget = "0 trường hợp"\nparams.target = 1\nparams.unit_label = "lần"'
    with pytest.raises(plan.PlanError, match="đã có điểm; không đổi cách chấm") as raised:
        plan.load(write(edited(TEXT, (gate, counted))))
    (problem,) = raised.value.problems
    assert TEXT.split("\n")[problem.line - 1] == 'kind = "gate"'
    assert Clause.objects.get(code="C2.3").kind == "gate"


def test_new_points_of_a_scored_clause_are_remarked(campaign, nomination, write):
    answer(nomination, "C3.3")
    report = plan.load(write(edited(TEXT, ('params.target = "0.2"', 'params.target = "0.25"'))))
    assert any("C3.3 đã có điểm" in warning for warning in report.warnings)
    assert Clause.objects.get(code="C3.3").params["target"] == "0.25"


def test_an_award_form_stays_once_the_campaign_is_in_use(campaign, nomination, write):
    start = TEXT.index('[[award_forms]]\ncode = "bang_khen"')
    text = TEXT[:start] + TEXT[TEXT.index("# --- Thành phần") :]
    text = edited(text, *NO_BANG_KHEN)
    with pytest.raises(plan.PlanError, match="đã có hồ sơ đề nghị khen thưởng; không bỏ “bang_khen”"):
        plan.load(write(text))
    assert AwardForm.objects.count() == 2


def test_a_clause_may_move_to_another_criterion_with_its_scores(campaign, nomination, write):
    score = answer(nomination, "C5.1")
    start = TEXT.index('[[criteria.clauses]]\ncode = "C5.1"')
    end = TEXT.index('[[criteria.clauses]]\ncode = "C5.2"')
    moved = TEXT[start:end]
    text = TEXT[:start] + TEXT[end:]
    text = edited(text, ('[[criteria]]\ncode = "C5"', moved + '[[criteria]]\ncode = "C5"'))
    at = text.index('code = "C4"')
    text = text[:at] + edited(
        text[at:], ("max_points = 10", "max_points = 15"), ("max_points = 10", "max_points = 5")
    )
    plan.load(write(text))
    score.clause.refresh_from_db()
    assert score.clause.criterion.code == "C4"


def test_check_only_writes_nothing_and_says_what_would_be(db, campaign, write):
    report = plan.load(write(edited(TEXT, ("unit_quota = 1", "unit_quota = 2"))), check_only=True)
    assert len(report.updated) == 1
    assert Campaign.objects.get().unit_quota == 1


@pytest.mark.postgres
def test_check_only_on_an_empty_database_leaves_it_empty(db):
    assert plan.load(PLAN, check_only=True).changes > 100
    assert not Department.objects.exists()
    assert not LegalRegime.objects.exists()


@pytest.mark.postgres
def test_a_refusal_half_way_leaves_nothing(campaign, write):
    other = edited(
        TEXT, ('code = "stttt-bac-kan"', 'code = "so-khac"'), ('code = "bac-kan-2023"', 'code = "khac"')
    )
    with pytest.raises(plan.PlanError, match="Tiền tố “BK23” đã dùng") as raised:
        plan.load(write(other))
    (problem,) = raised.value.problems
    assert other.split("\n")[problem.line - 1] == 'reference_prefix = "BK23"'
    assert Department.objects.count() == 1


def test_several_departments_live_side_by_side(campaign, write):
    other = edited(
        TEXT,
        ('code = "stttt-bac-kan"', 'code = "so-khac"'),
        ('code = "bac-kan-2023"', 'code = "khac"'),
        ('reference_prefix = "BK23"', 'reference_prefix = "SK23"'),
    )
    plan.load(write(other))
    assert Department.objects.count() == 2
    assert Clause.objects.filter(criterion__campaign=campaign).count() == 26
    assert plan.load(PLAN).changes == 0


def test_a_campaign_does_not_change_departments(campaign, write):
    with pytest.raises(plan.PlanError, match="đã thuộc cơ quan khác"):
        plan.load(write(edited(TEXT, ('code = "stttt-bac-kan"', 'code = "so-khac"'))))


def test_law_that_the_office_corrected_stays_until_the_law_file_is_loaded(campaign):
    BaseSalary.objects.filter(amount=2_530_000).update(amount=2_600_000)
    plan.load(PLAN)
    assert BaseSalary.objects.filter(amount=2_600_000).exists()
    report = plan.load(DATA / "regimes.toml")
    assert len(report.updated) == 1
    assert BaseSalary.objects.filter(amount=2_530_000).exists()


def test_law_that_would_overlap_rows_of_the_database_is_refused(campaign, write):
    BaseSalary.objects.create(effective_from=date(2027, 1, 1), amount=3_000_000, source="mẫu")
    with pytest.raises(plan.PlanError, match="chồng lên"):
        plan.load(write(edited(LAW_TEXT, ("amount = 1_800_000", "amount = 1_900_000"))))
    assert BaseSalary.objects.filter(amount=1_800_000).exists()


def test_an_unknown_regime_is_refused_with_a_hint(db, write):
    text = edited(TEXT, ('form_regime = "ND91"', 'form_regime = "ND981"'))
    with pytest.raises(plan.PlanError, match=r"Không có chế độ pháp luật “ND981”\. Có phải “ND98”"):
        plan.load(write(text))


# --- broken files: the place and the mend ----------------------------------------------------------------

BROKEN = {
    "unknown key": (
        ("plan_signer_title =", "plan_signer_titel ="),
        "plan_signer_titel",
        "campaign.plan_signer_titel",
        "Có phải “plan_signer_title”?",
    ),
    "unknown table": (
        ("[[parts]]", "[[dossier]]\n[[parts]]"),
        "[[dossier]]",
        "dossier",
        "Không có khóa “dossier”",
    ),
    "missing key": (('agency_code = "STTT"\n', ""), "[department]", "department", "Thiếu khóa “agency_code”"),
    "blank text": (('place = "Bắc Kạn"', 'place = " "'), 'place = " "', "department.place", "để trống"),
    "date in quotes": (
        ("starts_on = 2023-10-01", 'starts_on = "01/10/2023"'),
        "starts_on",
        "campaign.starts_on",
        "Phải là ngày, viết 2023-10-01",
    ),
    "date with a time": (
        ("starts_on = 2023-10-01", "starts_on = 2023-10-01T00:00:00"),
        "starts_on",
        "campaign.starts_on",
        "Phải là ngày",
    ),
    "end before start": (
        ("ends_on = 2023-12-31", "ends_on = 2023-09-30"),
        "ends_on",
        "campaign.ends_on",
        "Ngày kết thúc 30/09/2023 trước ngày bắt đầu 01/10/2023",
    ),
    "deadline before the end": (
        ("deadline_at = 2024-01-05T", "deadline_at = 2023-12-31T"),
        "deadline_at",
        "campaign.deadline_at",
        "từ 00:00 ngày 01/01/2024",
    ),
    "naive deadline": (
        ("2024-01-05T00:00:00+07:00\ndeadline", "2024-01-05T00:00:00\ndeadline"),
        "deadline_at",
        "campaign.deadline_at",
        "Viết 2024-01-05T00:00:00+07:00",
    ),
    "quota of nothing": (("unit_quota = 1", "unit_quota = 0"), "unit_quota", "campaign.unit_quota", "1"),
    "province quota of nothing": (
        ("province_quota = 1", "province_quota = 0"),
        "province_quota",
        "campaign.province_quota",
        "phải từ 1 trở lên",
    ),
    "number in quotes": (
        ("unit_quota = 1", 'unit_quota = "1"'),
        "unit_quota",
        "campaign.unit_quota",
        "Phải là số nguyên",
    ),
    "quorum above one": (
        ("\nquorum_numerator = 2", "\nquorum_numerator = 4"),
        "quorum_numerator",
        "campaign.quorum_numerator",
        "4/3",
    ),
    "meeting quorum above one": (
        ("meeting_quorum_numerator = 2", "meeting_quorum_numerator = 4"),
        "meeting_quorum_numerator",
        "campaign.meeting_quorum_numerator",
        "4/3",
    ),
    "a share nobody can exceed": (
        ("meeting_threshold_percent = 50", "meeting_threshold_percent = 100"),
        "meeting_threshold_percent",
        "campaign.meeting_threshold_percent",
        "từ 1 đến 99",
    ),
    "units may ask for nothing": (
        ('unit_forms = ["giay_khen", "bang_khen"]', "unit_forms = []"),
        "unit_forms",
        "campaign.unit_forms",
        "ít nhất một hình thức",
    ),
    "unknown form to ask for": (
        ('department_forms = ["bang_khen"]', 'department_forms = ["bang_ken"]'),
        "department_forms",
        "campaign.department_forms",
        "Có phải “bang_khen”?",
    ),
    "unknown choice": (
        ('ballot = "secret"', 'ballot = "secrte"'),
        "ballot",
        "campaign.ballot",
        "Có phải “secret”?",
    ),
    "unknown tie-break": (
        ('tie_break = ["score"', 'tie_break = ["scores"'),
        "tie_break",
        "campaign.tie_break",
        "Có phải “score”?",
    ),
    "yes in words": (
        ("head_submits = false", 'head_submits = "no"'),
        "head_submits",
        "campaign.head_submits",
        "true",
    ),
    "duplicate document": (
        ('code = "kh-365"', 'code = "kh-866"'),
        'code = "kh-866"',
        "documents[kh-866].code",
        "“kh-866” đã có ở trên",
    ),
    "duplicate clause": (
        ('code = "C1.2"', 'code = "C1.1"'),
        'code = "C1.1"',
        "criteria[C1].clauses[C1.1].code",
        "đã có",
    ),
    "clause named as a criterion": (
        ('code = "C7.2"', 'code = "C7"'),
        'code = "C7"',
        "criteria[C7].clauses[C7].code",
        "đã có",
    ),
    "duplicate recipient": (
        ('text = "Lưu: VT"', 'text = "Hội đồng TĐKT Sở"'),
        "Hội đồng TĐKT Sở",
        "recipients[5].text",
        "đã có ở trên",
    ),
    "unknown document": (
        ('documents = ["qd-57"]', 'documents = ["qd-75"]'),
        "documents =",
        "contents[N4].documents[1]",
        "Không có văn bản “qd-75”",
    ),
    "two parent plans": (
        ('purpose = "Nhiệm vụ, giải pháp nâng chỉ số PCI"', 'purpose = "PCI"\nis_parent_plan = true'),
        "is_parent_plan",
        "documents[kh-357].is_parent_plan",
        "Chỉ giữ một",
    ),
    "threshold above 100": (
        ("threshold_percent = 80", "threshold_percent = 120"),
        "threshold_percent = 120",
        "award_forms[bang_khen].threshold_percent",
        "120 %; phải từ 1 đến 100",
    ),
    "threshold of nothing": (
        ("\nthreshold_percent = 50", "\nthreshold_percent = 0"),
        "threshold_percent = 0",
        "award_forms[giay_khen].threshold_percent",
        "từ 1 đến 100",
    ),
    "more than all": (
        ("\nthreshold_percent = 50", "\nthreshold_percent = 100"),
        "threshold_is_strict = true",
        "award_forms[giay_khen].threshold_is_strict",
        "vượt quá 100 %",
    ),
    "level above the clause": (
        ('nghiệm thu", points = 6 }', 'nghiệm thu", points = 7.5 }'),
        "points = 7.5",
        "criteria[C1].clauses[C1.2].params.levels[outstanding].points",
        "7,5, cao hơn điểm chuẩn 6",
    ),
    "no level reaches the clause": (
        ('nghiệm thu", points = 6 }', 'nghiệm thu", points = 5 }'),
        "params.levels",
        "criteria[C1].clauses[C1.2].params.levels",
        "Không mức nào đạt điểm chuẩn 6",
    ),
    "parts that cannot reach the clause": (
        ('hằng năm", points = 2 }', 'hằng năm", points = 1 }'),
        "params.levels",
        "criteria[C3].clauses[C3.2].params.levels",
        "Thêm 1 điểm",
    ),
    "level without a label": (
        ('{ code = "none", label = "Chưa có kết quả nổi bật", points = 0 }', '{ code = "none", points = 0 }'),
        '{ code = "none", points = 0 }',
        "criteria[C1].clauses[C1.2].params.levels[none]",
        "Thiếu khóa “label”",
    ),
    "levels twice": (
        ('code = "partial", label = "Có kết quả rõ', 'code = "none", label = "Có kết quả rõ'),
        "params.levels",
        "criteria[C1].clauses[C1.2].params.levels",
        "“none” có hai lần",
    ),
    "gate at nothing": (
        ('params.zeroes = "C7.1"', 'params.zeroes = "C7.9"'),
        "params.zeroes",
        "criteria[C7].clauses[C7.4].params.zeroes",
        "Không có tiêu chí hoặc ý “C7.9”",
    ),
    "gate at itself": (
        ('params.zeroes = "C7.1"', 'params.zeroes = "C7.4"'),
        "params.zeroes",
        "criteria[C7].clauses[C7.4].params.zeroes",
        "chính nó",
    ),
    "unknown parameter": (
        ("params.improve_by", "params.improved_by"),
        "params.improved_by",
        "criteria[C6].clauses[C6.2].params.improved_by",
        "Có phải “improve_by”?",
    ),
    "parameters of another kind": (
        ('params.zeroes = "C2"', "params.target = 3"),
        "params.target = 3",
        "criteria[C2].clauses[C2.3].params",
        "Thiếu khóa “zeroes”",
    ),
    "ratio to nothing": (
        ('params.target = "0.2"', 'params.target = "0"'),
        'params.target = "0"',
        "criteria[C3].clauses[C3.3].params.target",
        "lớn hơn 0",
    ),
    "ratio in percent": (
        ('params.target = "0.2"', 'params.target = "20%"'),
        'params.target = "20%"',
        "criteria[C3].clauses[C3.3].params.target",
        "cho 20 %",
    ),
    "unknown form required": (
        ('required_for = ["bang_khen"]', 'required_for = ["bangkhen"]'),
        "required_for",
        "criteria[I].clauses[I3].required_for[1]",
        "Có phải “bang_khen”?",
    ),
    "code with a space": (('code = "N1"', 'code = "N 1"'), 'code = "N 1"', "contents[N 1].code", ""),
    "a list where a table belongs": (
        ('params.zeroes = "C2"', "params = []"),
        "params = []",
        "criteria[C2].clauses[C2.3].params",
        "cặp khóa",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_named_with_its_line(name, refused):
    change, line, place, message = BROKEN[name]
    text = edited(TEXT, change)
    found = refused(text)
    shown = [
        (text.split("\n")[number - 1], where, said)
        for number, where, said in found
        if where == place and message in said
    ]
    assert shown, found
    assert line in shown[0][0]


def test_weights_that_are_not_100_say_their_sum(refused):
    text = edited(TEXT, ("max_points = 25\nweight", "max_points = 26\nweight"))
    found = refused(text)
    weights = [entry for entry in found if "cộng lại là 101, không phải 100. Bớt 1 điểm" in entry[2]]
    clauses = [
        entry for entry in found if "Các ý của C3 cộng lại là 25 điểm, tiêu chí là 26. Thêm 1" in entry[2]
    ]
    assert len(weights) == len(clauses) == 1
    assert text.split("\n")[clauses[0][0] - 1] == "max_points = 26"
    assert len(found) == 2


def test_everything_wrong_is_said_at_once(refused):
    text = edited(
        TEXT,
        ("ends_on = 2023-12-31", "ends_on = 2023-09-30"),
        ("unit_quota = 1", "unit_qota = 1"),
        ('documents = ["qd-57"]', 'documents = ["qd-75"]'),
        ("threshold_percent = 80", "threshold_percent = 0"),
    )
    lines = [line for line, _, _ in refused(text)]
    assert len(lines) == 4
    assert lines == sorted(lines)


def test_a_missing_table_is_named(refused):
    start, end = TEXT.index("[[award_forms]]"), TEXT.index("# --- Thành phần")
    text = TEXT[:start] + TEXT[end:]
    assert refused(text) == [(1, "", "Thiếu bảng [[award_forms]].")]


def test_a_table_in_the_wrong_shape_is_named(refused):
    found = refused("criteria = 3\n[[department]]\n[campaign]\n")
    assert ("criteria", "Phải là nhiều bảng [[criteria]].") in [entry[1:] for entry in found]
    assert ("department", "Phải là một bảng gồm các dòng khóa = giá trị.") in [entry[1:] for entry in found]


def test_an_empty_file_asks_for_its_tables(refused):
    assert {message for _, _, message in refused("")} >= {
        "Thiếu bảng [department].",
        "Thiếu bảng [[criteria]].",
    }


@pytest.mark.parametrize(
    ("broken", "line", "message"),
    [
        ("[a]\nx = 2023-13-01\n", 2, "dòng 2, cột 9): ngày không có thật"),
        ("[a]\nx = 1\nx = 2\n", 3, "khóa này đã có ở trên"),
        ('x = "abc\ny = 1\n', 1, "dấu ngoặc kép đóng"),
        ("x = abc\n", 1, "chữ phải nằm trong dấu ngoặc kép"),
        ("x 1\n", 1, "thiếu dấu ="),
        ("x = [1, 2\n", 2, "Sai cú pháp TOML"),
        ("ngày = 1\n", 1, "Sai cú pháp TOML (dòng 1, cột"),
    ],
)
def test_syntax_errors_name_line_and_column(broken, line, message, write):
    with pytest.raises(plan.PlanError) as raised:
        plan.read(write(broken))
    (problem,) = raised.value.problems
    assert problem.line == line
    assert message in problem.message


def test_files_that_cannot_be_read_say_so(write, tmp_path):
    with pytest.raises(plan.PlanError, match="Không có tệp này"):
        plan.read(tmp_path / "absent.toml")
    with pytest.raises(plan.PlanError, match=r":2: Có ký tự không phải UTF-8"):
        plan.read(write(b'a = 1\nb = "\xc3\xb2\xff"\n'))


def test_bom_windows_line_ends_and_decomposed_letters_are_read_alike(write):
    plain = plan.read(PLAN).data
    odd = b"\xef\xbb\xbf" + unicodedata.normalize("NFD", TEXT).replace("\n", "\r\n").encode()
    definition = plan.read(write(odd))
    assert definition.data == plain
    assert definition.lines == plan.read(PLAN).lines


LAW_BROKEN = [
    (
        ("effective_from = 2024-01-01", "effective_from = 2023-12-01"),
        "regimes[ND98].effective_from",
        "chồng lên",
    ),
    (
        ("effective_to = 2024-06-30", "effective_to = 2023-06-30"),
        "base_salaries[1].effective_from",
        "Hết hiệu lực",
    ),
    (('award_form = "giay_khen"', 'award_form = "giaykhen"'), "regimes[ND91].rates[1].award_form", "Có phải"),
    (
        ("coefficient_tenths = 3,", "coefficient_tenths = 0.3,"),
        "regimes[ND91].rates[1].coefficient_tenths",
        "số nguyên",
    ),
    (
        (
            'award_form = "giay_khen", nominee_kind = "collective"',
            'award_form = "giay_khen", nominee_kind = "individual"',
        ),
        "regimes[ND91].rates[2].nominee_kind",
        "đã có ở trên",
    ),
    (('code = "ND98"', 'code = "ND91"'), "regimes[ND91].code", "đã có ở trên"),
]


@pytest.mark.parametrize(("change", "place", "message"), LAW_BROKEN)
def test_broken_law_is_named_too(change, place, message, refused):
    found = refused(edited(LAW_TEXT, change))
    assert [said for _, where, said in found if where == place and message in said], found


# --- the same rules guard the admin ----------------------------------------------------------------------


def complaints(row):
    with pytest.raises(ValidationError) as raised:
        row.full_clean()
    return raised.value.message_dict


def test_sound_rows_pass_the_admin(campaign):
    for model in (Campaign, AwardForm, Criterion, Clause, LegalDocument):
        for row in model.objects.all():
            row.full_clean()


def test_a_campaign_is_guarded(campaign):
    campaign.ends_on = date(2023, 9, 1)
    assert "trước ngày bắt đầu" in complaints(campaign)["ends_on"][0]
    campaign.ends_on = date(2024, 1, 5)
    assert "trước khi Đợt thi đua kết thúc" in complaints(campaign)["deadline_at"][0]
    assert rules.problems_of_campaign(campaign)[0][0] == "deadline_at"


def test_an_award_form_is_guarded(campaign):
    form = campaign.award_forms.get(code="bang_khen")
    form.threshold_percent = 101
    assert list(complaints(form)) == ["threshold_percent"]


def test_a_clause_is_guarded(campaign):
    clause = Clause.objects.get(code="C7.4")
    clause.params = {"zeroes": "C9"}
    assert "C9" in complaints(clause)["params"][0]
    clause.params = {"zeroes": "C7"}
    clause.full_clean()
    clause.params = ["C7"]
    assert list(complaints(clause)) == ["params"]
    clause.params, clause.required_for = {"zeroes": "C7"}, ["huy_chuong"]
    assert list(complaints(clause)) == ["required_for"]
    choice = Clause.objects.get(code="C1.2")
    choice.params["levels"][0]["points"] = 60
    assert "cao hơn điểm chuẩn 6" in complaints(choice)["params"][0]


def test_a_page_that_moves_points_between_clauses_can_be_saved(campaign):
    """A clean() sees one row at a time: the sums are asked of the whole formset."""
    criterion = Criterion.objects.get(code="C1")
    clauses = list(criterion.clauses.all())
    criterion.max_points = Decimal(20)
    criterion.full_clean()
    assert "Thêm 5 điểm" in rules.problems_of_criterion(criterion, clauses)[0][1]
    clauses[0].max_points += 5
    assert rules.problems_of_criterion(criterion, clauses) == []
    others = [row for row in Criterion.objects.all() if row.code != "C1"]
    assert rules.problems_of_weights([criterion, *others])[0][0] == "collective"


# --- the command -----------------------------------------------------------------------------------------


def run(*args):
    out = io.StringIO()
    call_command("load_campaign", *map(str, args), stdout=out, no_color=True)
    return out.getvalue()


def test_the_command_loads_and_then_says_nothing_changed(db):
    assert "Đã nạp xong: thêm 110" in run(PLAN)
    assert "không có gì thay đổi" in run(PLAN)


def test_the_command_only_judges_with_check(db):
    said = run(PLAN, "--check")
    assert "Tệp đúng, chưa ghi gì" in said
    assert "sẽ thêm đợt thi đua bac-kan-2023" in said
    assert not Campaign.objects.exists()


def test_the_command_lists_every_problem_with_file_and_line(db, write):
    text = edited(
        TEXT, ("unit_quota = 1", "unit_qota = 1"), ("threshold_percent = 80", "threshold_percent = 0")
    )
    path = write(text)
    number = text.split("\n").index("unit_qota = 1") + 1
    with pytest.raises(CommandError) as raised:
        run(path)
    said = str(raised.value)
    assert f"\n{path}:{number}: campaign.unit_qota: Không có khóa “unit_qota”. Có phải “unit_quota”?" in said
    assert said.startswith("Có 2 chỗ phải sửa, chưa ghi gì:\n")
    assert raised.value.returncode == 1
    assert not Campaign.objects.exists()


def test_keys_of_the_file_are_documented():
    guide = (DATA.parents[1] / "docs" / "campaign-file.md").read_text()
    tables = {**plan.PLAN, **plan.LAW}
    inner = {name: table for outer in tables.values() for name, table in outer.rows.items()}
    missing = [
        f"{name}.{key}"
        for name, table in {**tables, **inner}.items()
        for key in table.keys
        if f"`{key}`" not in guide
    ]
    assert missing == []
    examples = [block.split("```")[0] for block in guide.split("```toml\n")[1:]]
    assert examples
    for example in examples:
        tomllib.loads(example)
