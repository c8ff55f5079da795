"""What was signed or closed is printed again as it was, whatever the plan, the Sở and the law are called since."""

import importlib
from datetime import date, timedelta

import pytest
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from awards import actions, audit, signed_copies, workflow
from awards.actions.campaign_plan import cite_authority, number_plan
from awards.admin import event_labels
from awards.models import Award, CouncilMember, CouncilSession, Decision, Event, Submission
from awards.papers import digest, registry
from campaigns.models import (
    AwardForm,
    BonusRate,
    Campaign,
    Department,
    LegalDocument,
    LegalRegime,
    Person,
    Unit,
    User,
)
from tests import cast as c
from tests.awards import signature_factory as m
from tests.awards.papers.official_cast import recommend_all, several
from tests.awards.papers.official_cast import signed as signed_decision

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
AUTHORITY = "Quyết định số 00/2024/QĐ-UBND ngày 01 tháng 01 năm 2024 của UBND tỉnh quy định chức năng (mẫu)"


@pytest.fixture
def decided(cast):
    """Three units: two Giấy khen by one decision, a Bằng khen that the province gave; a fourth still to decide."""
    rows = several(cast, 4, forms=("giay_khen", "bang_khen", "giay_khen", "giay_khen"))
    c.closed_session(cast)
    first, second, third, fourth = recommend_all(cast, rows)
    made = signed_decision(cast, [first, third])
    letter = signed_decision(cast, [second], "proposal")
    answer = signed_decision(cast, [second], "province_award", number="99", by=cast.chi)
    return made, letter, answer, fourth


def sources(*decisions):
    """Every paper of these decisions, of their awards and of the sessions, and the notice: (kind, object)."""
    found = [("decision", row) for row in decisions]
    found += [("award", row) for row in Award.objects.filter(form="giay_khen").order_by("pk")]
    found += [("session", row) for row in CouncilSession.objects.order_by("pk")]
    for name, row in found:
        fresh = type(row).objects.get(pk=row.pk)
        for kind in registry.made_from(name):
            if kind.applies(fresh):
                assert kind.refusal(fresh) == ""
                yield kind, fresh
    yield registry.BY_CODE["notice"], Campaign.objects.get()


def printed(*decisions):
    """{(code, what it is of): the blocks of each paper}."""
    return {(kind.code, kind.about(row)): kind.paper(row) for kind, row in sources(*decisions)}


def upset(cast):
    """Everything that may change after a decision is signed and that its papers take from living rows."""
    campaign = Campaign.objects.get(pk=cast.campaign.pk)
    number_plan(campaign, "77", date(2023, 11, 20), by=cast.chi)
    cite_authority(campaign, AUTHORITY, by=cast.chi)
    Campaign.objects.update(title="Tên khác (mẫu)", plan_symbol="KH-KHAC", vote_denominator="present")
    Campaign.objects.update(ballot="open")
    Department.objects.filter(pk=campaign.department_id).update(
        name="Sở Khoa học và Công nghệ", agency_code="SKHCN", place="Thái Nguyên", council_name="Hội đồng mới",
        parent_name="UBND TỈNH MỚI", head_title="Giám đốc mới", head_name="Người Mới (mẫu)",
    )  # fmt: skip
    Person.objects.update(position="Chức vụ mới (mẫu)")
    Unit.objects.filter(kind="office").update(name="Văn phòng mới", abbreviation="VPM")
    for at, unit in enumerate(Unit.objects.order_by("-order")):
        Unit.objects.filter(pk=unit.pk).update(order=at)
    AwardForm.objects.update(authority="Người khác (mẫu)")
    LegalDocument.objects.update(number="1/KHAC")
    LegalRegime.objects.update(law_citation="Luật khác", decree_citation="NĐ khác", decree_number="1/KHAC")
    BonusRate.objects.all().delete()


def test_the_papers_of_what_was_signed_say_what_they_said(cast, decided):
    before = printed(*decided[:3])
    assert {code for code, _ in before} == {
        "decision", "payment", "proposal", "certificate", "notice",
        "invitation", "shortlist", "ballot", "tally", "council_minutes",
    }  # fmt: skip
    upset(cast)
    after = printed(*decided[:3])
    # Who signs the notice is the Office's head of the day; what it cites stays.
    old, new = (papers.pop(("notice", cast.campaign.code)) for papers in (before, after))
    assert after == before
    assert "00/KH-STTT" in repr(new.blocks)
    assert "77/KH" not in repr(new.blocks)
    assert old.title == new.title


def test_a_notice_is_issued_under_todays_names_and_cites_the_plan_of_its_decisions(cast, decided):
    upset(cast)
    Department.objects.filter(pk=cast.campaign.department_id).update(province="Thái Nguyên")
    notice = registry.BY_CODE["notice"].paper(Campaign.objects.get())
    said, head = " ".join(digest._words(notice)), notice.blocks[0]
    assert (" ".join(head.parent), " ".join(head.issuer)) == ("UBND TỈNH MỚI", "SỞ KHOA HỌC VÀ CÔNG NGHỆ")
    assert notice.author == "Sở Khoa học và Công nghệ tỉnh Thái Nguyên"
    for words_of_today in ("/TB-SKHCN", "Thái Nguyên, ngày", "TL. GIÁM ĐỐC MỚI", "Hội đồng mới", "VPM"):
        assert words_of_today in said, words_of_today
    for cited in ("00/KH-STTT", "01 tháng 11 năm 2023", "Giám đốc Sở Thông tin và Truyền thông"):
        assert cited in said, cited
    for other in ("Bắc Kạn, ngày", "TB-STTT", "77/KH", "Người khác (mẫu)", "Tên khác (mẫu)"):
        assert other not in said, other


@pytest.mark.pango
def test_they_are_the_very_bytes(cast, decided):
    made = [row for row in sources(*decided[:3]) if row[0].code in ("decision", "proposal", "certificate")]
    before = [(kind.write(row), kind.write(row, "docx")) for kind, row in made]
    campaign = Campaign.objects.get(pk=cast.campaign.pk)
    number_plan(campaign, "77", date(2023, 11, 20), by=cast.chi)
    cite_authority(campaign, AUTHORITY, by=cast.chi)
    again = [(kind, type(row).objects.get(pk=row.pk)) for kind, row in made]
    assert [(kind.write(row), kind.write(row, "docx")) for kind, row in again] == before


def test_the_next_decision_cites_what_is_known_then(cast, decided):
    made, *_, waiting = decided
    campaign = Campaign.objects.get(pk=cast.campaign.pk)
    number_plan(campaign, "77", date(2023, 11, 20), by=cast.chi)
    cite_authority(campaign, AUTHORITY, by=cast.chi)
    draft = actions.decisions.draft(campaign, "department_award", [waiting], by=cast.chi)
    decision = registry.BY_CODE["decision"]
    first, second = (repr(decision.paper(Decision.objects.get(pk=row.pk))) for row in (made, draft))
    assert "77/KH-STTT" in second
    assert AUTHORITY in second
    assert "00/KH-STTT (số mẫu)" in first
    assert AUTHORITY not in first


def test_a_signed_copy_still_signs_what_the_paper_says(cast, decided):
    made = decided[0]
    session, award = CouncilSession.objects.get(), made.awards.first()
    filed = [
        ("decision", "decision", made),
        ("payment", "decision", made),
        ("notice", "campaign", cast.campaign),
    ]
    filed += [("certificate", "award", award), ("council_minutes", "session", session)]
    for code, _, row in filed:
        actions.signed_copies.attach(code, row, m.upload(m.scan()), by=cast.chi)
    campaign = Campaign.objects.get(pk=cast.campaign.pk)
    number_plan(campaign, "77", date(2023, 11, 20), by=cast.chi)
    cite_authority(campaign, AUTHORITY, by=cast.chi)
    for code, name, row in filed:
        fresh = type(row).objects.get(pk=row.pk)
        found = {state.kind.code: state.word for state in signed_copies.states(name, fresh)}
        assert found[code] == "Đã ký", code


def test_the_history_tells_what_was_cited_and_holds_it(cast, decided):
    made = decided[0]
    event = Event.objects.filter(verb="decision_signed").order_by("sequence").first()
    assert event.facts["cited"] == Decision.objects.get(pk=made.pk).cited
    told = dict(event_labels.facts(event))["Căn cứ lúc đó, in trên văn bản"]
    assert "Kế hoạch số 00/KH-STTT ngày 01/11/2023" in told
    assert list(audit.verify(cast.campaign)) == []
    for row in (made, CouncilSession.objects.get()):
        row.refresh_from_db()
        row.cited["campaign"]["plan"] = "99/KH-GIA"
        row.save(update_fields=["cited"])
    assert {each.sentence for each in audit.verify(cast.campaign)} == {
        "Căn cứ in trên biên bản không khớp với lúc kết thúc phiên.",
        "Căn cứ in trên văn bản không khớp với lúc ký.",
    }


def test_a_refusal_of_the_province_needs_no_citation(cast):
    nomination = c.forwarded(cast)
    BonusRate.objects.all().delete()
    made = signed_decision(cast, [nomination], "province_refusal", number="98", by=cast.chi)
    assert made.cited is None


def test_a_hole_in_the_law_is_told_before_anything_is_signed(cast):
    made = c.decision(cast, [c.recommended(cast, award_form="bang_khen")], "proposal")
    BonusRate.objects.all().delete()
    with pytest.raises(actions.decisions.Refused, match="Quản trị › Mức tiền thưởng"):
        actions.decisions.sign(made, by=cast.dung)
    made.refresh_from_db()
    assert (made.status, made.cited) == ("draft", None)


# --- what was signed before citations were kept ------------------------------------------------------------


def test_the_upgrade_freezes_what_is_printed_on_its_day(cast, decided):
    rows = [*Decision.objects.order_by("pk"), *CouncilSession.objects.order_by("pk")]
    frozen = [row.cited for row in rows]
    assert all(frozen)
    Decision.objects.update(cited=None)
    CouncilSession.objects.update(cited=None)
    apps = MigrationLoader(connection).project_state(("awards", "0008_cited")).apps
    importlib.import_module("awards.migrations.0008_cited").freeze(apps, None)
    for row, before in zip(rows, frozen, strict=True):
        row.refresh_from_db()
        assert row.cited == before
    assert list(audit.verify(cast.campaign)) == []


def test_the_blank_of_a_plan_that_was_numbered_after_the_session_is_filled(cast):
    Campaign.objects.update(plan_number="", plan_date=None)
    c.accepted(cast)
    session = c.closed_session(cast)
    assert session.cited["campaign"]["plan_date"] is None
    minutes = registry.BY_CODE["council_minutes"]
    assert "Kế hoạch chưa có số" in minutes.refusal(CouncilSession.objects.get(pk=session.pk))
    number_plan(cast.campaign, "77", date(2023, 11, 20), by=cast.chi)
    session = CouncilSession.objects.get(pk=session.pk)
    assert minutes.refusal(session) == ""
    campaign = minutes.gather(session)["campaign"]
    assert (campaign["plan"], campaign["plan_date"]) == ("77/KH-STTT", "2023-11-20")


# --- the Office's slips --------------------------------------------------------------------------------------


def slips(nomination):
    """{code: the slip} of the last submission that can be made, read afresh."""
    submission = Submission.objects.filter(nomination=nomination).order_by("-number").first()
    kinds = [kind for kind in registry.made_from("submission") if kind.applies(submission)]
    return {kind.code: kind.paper(submission) for kind in kinds if not kind.refusal(submission)}


def words_of(nomination):
    submission = Submission.objects.get(nomination=nomination)
    return {state.kind.code: state.word for state in signed_copies.states("submission", submission)}


def file_slips(cast, nomination, *codes):
    submission = Submission.objects.get(nomination=nomination)
    for at, code in enumerate(codes, 1):
        actions.signed_copies.attach(code, submission, m.upload(m.scan(at)), by=cast.chi)


@pytest.mark.parametrize(
    ("bring", "codes"),
    [(c.returned, ("receipt", "return")), (c.accepted, ("receipt", "appraisal"))],
    ids=["returned", "accepted"],
)
def test_a_slip_stays_what_it_was_when_its_step_was_taken(cast, bring, codes):
    nomination = bring(cast)
    file_slips(cast, nomination, *codes)
    before = slips(nomination)
    assert set(codes) <= set(before)
    upset(cast)
    Campaign.objects.update(deadline_at=cast.campaign.deadline_at + timedelta(days=10))
    CouncilMember.objects.update(is_active=False)
    c.make_person(cast.campaign.department, cast.office_unit, "Chánh Mới (mẫu)", "Chánh Văn phòng")
    User.objects.update(full_name="Tên Khác (mẫu)")
    assert slips(nomination) == before
    assert {words_of(nomination)[code] for code in codes} == {"Đã ký"}
    assert list(audit.verify(Campaign.objects.get())) == []


@pytest.mark.pango
def test_slips_are_the_very_bytes(cast):
    nomination = c.returned(cast)
    submission = Submission.objects.get(nomination=nomination)
    made = [registry.BY_CODE[code] for code in ("receipt", "return")]
    before = [(kind.write(submission), kind.write(submission, "docx")) for kind in made]
    upset(cast)
    again = Submission.objects.get(pk=submission.pk)
    assert [(kind.write(again), kind.write(again, "docx")) for kind in made] == before


def test_the_councils_slips_of_the_offices_own_dossier_keep_their_signer(cast):
    nomination = workflow.take("receive", c.submitted(cast, unit=cast.office_unit, by=cast.van), by=cast.thu)
    workflow.take("return", nomination, by=cast.thu, note="Báo cáo thiếu số liệu so sánh với quý trước.")
    before = slips(nomination)
    upset(cast)
    CouncilMember.objects.filter(person=cast.people["thu"]).update(is_active=False)
    assert slips(nomination) == before
    assert "Bùi Minh Thư (mẫu)" in repr(before["return"])


def test_the_next_slip_says_what_is_known_then(cast):
    first, second = c.returned(cast), c.received(cast, unit=cast.unit_b, by=cast.binh)
    number_plan(Campaign.objects.get(), "77", date(2023, 11, 20), by=cast.chi)
    Person.objects.filter(pk=cast.people["chi"].pk).update(position="Chánh Văn phòng")
    chi = User.objects.get(pk=cast.chi.pk)
    workflow.take("return", second, by=chi, note="Báo cáo thiếu số liệu so sánh với quý trước.")
    old, new = (repr(slips(nomination)["return"]) for nomination in (first, second))
    assert "00/KH-STTT" in old
    assert "PHÓ CHÁNH VĂN PHÒNG" in old
    assert "77/KH-STTT" in new
    assert "PHÓ CHÁNH VĂN PHÒNG" not in new


def test_a_step_taken_before_slips_were_kept_goes_by_living_rows(cast):
    nomination = c.returned(cast)
    facts = Event.objects.get(verb="return").facts
    del facts["cited"]
    models.QuerySet.update(Event.objects.filter(verb="return"), facts=facts)
    number_plan(Campaign.objects.get(), "77", date(2023, 11, 20), by=cast.chi)
    assert "77/KH-STTT" in repr(slips(nomination)["return"])


def test_only_the_blank_of_an_unnumbered_plan_is_filled_on_a_slip_later(cast):
    Campaign.objects.update(plan_number="", plan_date=None, plan_number_is_sample=False)
    cast.campaign.refresh_from_db()
    nomination = c.returned(cast)
    assert slips(nomination) == {}
    Department.objects.update(name="Sở Khoa học và Công nghệ")
    number_plan(Campaign.objects.get(), "77", date(2023, 11, 20), by=cast.chi)
    made = repr(slips(nomination)["return"])
    assert "77/KH-STTT" in made
    assert "KHOA HỌC" not in made


def test_the_history_tells_what_a_slip_cites(cast):
    c.returned(cast)
    told = dict(event_labels.facts(Event.objects.get(verb="return")))
    assert "Kế hoạch số 00/KH-STTT ngày 01/11/2023" in told["Căn cứ lúc đó, in trên văn bản"]
