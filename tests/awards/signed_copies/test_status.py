"""Signed copies: who attaches what to which paper, what is kept, what is refused, and what shows later."""

from datetime import date

import pytest
from django.db import transaction

from awards import actions, audit, policies, signed_copies, snapshots, workflow
from awards.exceptions import Refused
from awards.models import Event, Letter, SignedCopy
from campaigns import clock
from campaigns.models import Campaign
from tests import cast as c
from tests.awards import signature_factory as m

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture
def full(cast):
    return c.fill(cast, c.start(cast))


def attach(cast, nomination, paper="letter", by=None, data=None, **more):
    return actions.signed_copies.attach(
        paper, nomination, m.upload(data or m.scan()), by=by or cast.an, **more
    )


def state_of(nomination, code="letter"):
    return next(row for row in signed_copies.states("nomination", nomination) if row.kind.code == code)


def required(cast):
    Campaign.objects.update(signed_papers_required=True)
    cast.campaign.refresh_from_db()


# --- what is kept ------------------------------------------------------------------------------------------


def test_the_bytes_are_the_very_bytes(cast, full):
    data = m.signed()
    copy = attach(cast, full, data=data, number="12/TTr-BCVT", issued_on=date(2024, 1, 3))
    copy.refresh_from_db()
    assert copy.file.read() == data
    assert copy.sha256 == m.sha256(data)
    assert (copy.number, copy.issued_on, copy.size) == ("12/TTr-BCVT", date(2024, 1, 3), len(data))
    assert copy.verdict["signatures"][0]["signer"] == "Lê Thị Ánh (mẫu)"
    assert copy.original_name not in copy.file.name
    event = Event.objects.get(verb="attach_signed")
    assert (event.nomination_id, event.facts["sha256"]) == (full.pk, copy.sha256)
    assert list(audit.verify(cast.campaign)) == []


def test_a_newer_copy_replaces_and_the_older_stays(cast, full):
    older = attach(cast, full)
    newer = attach(cast, full, data=m.scan(2), replaces=older.key, by=cast.anh)
    older.refresh_from_db()
    assert (older.removed_by, older.removed_at) == (cast.anh, clock.now())
    assert signed_copies.live("nomination", full) == {"letter": newer}
    assert older.file.read()
    assert list(audit.verify(cast.campaign)) == []


def test_taking_off_keeps_the_bytes(cast, full):
    copy = attach(cast, full)
    actions.signed_copies.remove(copy, by=cast.an)
    assert state_of(full).copy is None
    assert SignedCopy.objects.get().file.read()
    with pytest.raises(Refused, match="đã được gỡ"):
        actions.signed_copies.remove(copy, by=cast.an)
    assert list(audit.verify(cast.campaign)) == []


def test_number_and_day_fill_the_blanks_of_the_paper(cast, full):
    attach(cast, full, number="07/TTr-BCVT", issued_on=date(2024, 1, 3))
    letter = Letter.objects.get()
    assert (letter.number, letter.issued_on, letter.version) == ("07", date(2024, 1, 3), 2)
    # Nothing was altered by that, and whoever typed meanwhile is told.
    assert not state_of(full).changed
    with pytest.raises(actions.dossiers.Conflict):
        actions.dossiers.save_paper(full, "letter", {"reasons": "Khác"}, by=cast.anh, version=1)


def test_what_the_paper_says_already_is_not_overwritten(cast, full):
    actions.dossiers.save_paper(full, "letter", {"number": "15"}, by=cast.an, version=1)
    attach(cast, full, number="07/TTr-BCVT", issued_on=date(2024, 1, 3))
    letter = Letter.objects.get()
    assert (letter.number, letter.issued_on) == ("15", date(2024, 1, 3))
    assert "số 15" in state_of(full).differing


@pytest.mark.parametrize("number", ["TTr số 7", "", "1234567"])
def test_an_odd_number_is_kept_beside_the_paper_only(cast, full, number):
    assert attach(cast, full, number=number).number == number
    assert Letter.objects.get().number == ""


# --- what shows later --------------------------------------------------------------------------------------


def test_a_word_changed_after_signing_shows_on_its_paper_only(cast, full):
    for paper in ("letter", "minutes", "report"):
        attach(cast, full, paper)
    actions.dossiers.save_paper(full, "letter", {"reasons": "Lý do khác hẳn (mẫu)."}, by=cast.an, version=1)
    assert [row.word for row in signed_copies.states("nomination", full)] == [
        "Đã sửa sau khi ký",
        "Đã ký",
        "Đã ký",
    ]
    attach(cast, full, data=m.scan(3), replaces=state_of(full).copy.key)
    assert state_of(full).word == "Đã ký"


def test_numbering_the_papers_alters_none(cast, full):
    for paper in ("letter", "minutes", "report"):
        attach(cast, full, paper)
    actions.dossiers.save_paper(
        full, "letter", {"number": "3", "issued_on": date(2024, 1, 3)}, by=cast.an, version=1
    )
    actions.dossiers.save_paper(full, "minutes", {"number": "2"}, by=cast.an, version=1)
    assert {row.word for row in signed_copies.states("nomination", full)} == {"Đã ký"}


def test_white_space_is_no_word(cast, full):
    attach(cast, full)
    text = c.LETTER["reasons"].replace(" ", "  ")
    actions.dossiers.save_paper(full, "letter", {"reasons": text}, by=cast.an, version=1)
    assert not state_of(full).changed


# --- required to submit ------------------------------------------------------------------------------------


def lines(nomination):
    content = snapshots.dossier.build(nomination)
    found = policies.checklist.submission_obstacles(nomination, clock.now(), content)
    return [(row.place, row.field) for row in found]


def test_by_default_no_signature_is_asked_for(cast, full):
    assert lines(full) == []


def test_where_asked_for_each_paper_must_be_signed_as_it_stands(cast, full):
    required(cast)
    full.refresh_from_db()
    assert lines(full) == [("signed", "letter"), ("signed", "minutes"), ("signed", "report")]
    with pytest.raises(Refused, match="Chưa gắn bản ký của Tờ trình"):
        workflow.take("submit", full, by=cast.an)
    for paper in ("letter", "minutes", "report"):
        attach(cast, full, paper)
    assert lines(full) == []
    actions.dossiers.save_paper(
        full, "minutes", {"conclusion": "Kết luận khác (mẫu)."}, by=cast.an, version=1
    )
    assert ("signed", "minutes") in lines(full)
    with pytest.raises(Refused, match="đã sửa sau khi ký"):
        workflow.take("submit", full, by=cast.an)
    attach(cast, full, "minutes", data=m.scan(2), replaces=state_of(full, "minutes").copy.key)
    # The letter tells of the meeting, not of its conclusion.
    assert lines(full) == []
    sent = workflow.take("submit", full, by=cast.an)
    content = sent.submissions.get().content
    assert [item["paper"] for item in content["signed"]] == ["letter", "report", "minutes"]
    assert list(audit.verify(cast.campaign)) == []


def test_before_signing_everything_else_must_hold(cast):
    nomination = c.start(cast)
    places = {
        row.place
        for row in policies.checklist.signing_obstacles(nomination, snapshots.dossier.build(nomination))
    }
    assert {"letter", "minutes", "report"} <= places
    c.fill(cast, nomination)
    assert policies.checklist.signing_obstacles(nomination, snapshots.dossier.build(nomination)) == []
    Campaign.objects.update(plan_number="")
    nomination.campaign.refresh_from_db()
    (line,) = policies.checklist.signing_obstacles(nomination, snapshots.dossier.build(nomination))
    assert "số và ngày ký" in line.sentence


def test_between_two_sendings_the_difference_names_the_signed_copy(cast, full):
    attach(cast, full)
    sent = workflow.take("submit", full, by=cast.an)
    workflow.take("recall", sent, by=cast.an)
    attach(cast, full, data=m.scan(2), replaces=state_of(full).copy.key)
    (change,) = snapshots.diff.difference(full.submissions.get().content, snapshots.dossier.build(full))
    assert (change.place, change.label) == ("Bản ký", "Tờ trình")


# --- who may -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["binh", "chi", "thu", "dung", "quan", "khach", "giang"])
def test_only_the_unit_attaches_to_its_own_papers(cast, full, who):
    with pytest.raises(Refused):
        attach(cast, full, by=cast.users[who])
    assert not SignedCopy.objects.exists()


def test_not_once_it_is_sent(cast, full):
    copy = attach(cast, full)
    workflow.take("submit", full, by=cast.an)
    full.refresh_from_db()
    with pytest.raises(Refused, match="Đã trình"):
        attach(cast, full, "minutes")
    with pytest.raises(Refused, match="Đã trình"):
        actions.signed_copies.remove(copy, by=cast.an)


def test_the_office_signs_its_slips(cast):
    submission = c.received(cast).submissions.get()
    with pytest.raises(Refused, match="Văn phòng"):
        actions.signed_copies.attach("receipt", submission, m.upload(m.scan()), by=cast.thu)
    copy = actions.signed_copies.attach("receipt", submission, m.upload(m.scan()), by=cast.chi)
    assert copy.submission == submission
    with pytest.raises(Refused, match="bị trả lại"):
        actions.signed_copies.attach("return", submission, m.upload(m.scan()), by=cast.chi)
    assert Event.objects.get(verb="attach_signed").nomination == submission.nomination
    assert list(audit.verify(cast.campaign)) == []


@pytest.mark.parametrize("who", ["thu", "chi"])
def test_the_councils_papers_by_secretary_or_office(cast, who):
    c.accepted(cast)
    session = c.closed_session(cast)
    for stranger in ("an", "giang", "dung", "quan", "khach"):
        with pytest.raises(Refused):
            actions.signed_copies.attach(
                "council_minutes", session, m.upload(m.scan()), by=cast.users[stranger]
            )
    copy = actions.signed_copies.attach("council_minutes", session, m.upload(m.scan()), by=cast.users[who])
    assert {row.kind.code: row.word for row in signed_copies.states("session", session)}[
        "council_minutes"
    ] == "Đã ký"
    with pytest.raises(Refused, match="lý do"):
        actions.signed_copies.remove(copy, by=cast.users[who])
    actions.signed_copies.remove(copy, by=cast.users[who], note="Gắn nhầm bản quét thiếu trang cuối.")
    assert list(audit.verify(cast.campaign)) == []


def test_the_minutes_of_a_session_not_yet_closed_cannot_be_signed(cast):
    c.accepted(cast)
    session = c.open_session(cast)
    with pytest.raises(Refused, match="sau khi kết thúc"):
        actions.signed_copies.attach("council_minutes", session, m.upload(m.scan()), by=cast.thu)


def test_the_decision_the_certificate_and_the_campaigns_own_papers(cast):
    nomination = c.awarded(cast)
    decision, award = nomination.award.decision, nomination.award
    actions.signed_copies.attach(
        "decision",
        decision,
        m.upload(m.signed()),
        by=cast.chi,
        number="01/QĐ-STTT",
        issued_on=date(2024, 1, 3),
    )
    actions.signed_copies.attach("certificate", award, m.upload(m.scan()), by=cast.thu)
    actions.signed_copies.attach("summary", cast.campaign, m.upload(m.scan()), by=cast.chi)
    (state,) = [row for row in signed_copies.states("decision", decision) if row.kind.code == "decision"]
    assert (state.word, state.differing) == ("Đã ký", "")
    assert set(signed_copies.live("campaign", cast.campaign)) == {"summary"}
    (certificate,) = signed_copies.states("award", award)
    assert (certificate.word, certificate.differing) == ("Đã ký", "")
    assert "Đã ký" in [state.word for state in signed_copies.states("campaign", cast.campaign)]
    assert list(audit.verify(cast.campaign)) == []


def test_a_decision_is_numbered_after_it_is_signed(cast):
    draft = c.decision(cast, [c.recommended(cast)], number="")
    actions.signed_copies.attach("decision", draft, m.upload(m.scan()), by=cast.chi, number="09/QĐ-STTT")
    c.actions.decisions.revise(draft, by=cast.chi, number="09")
    (state,) = [row for row in signed_copies.states("decision", draft) if row.copy]
    assert (state.changed, state.differing) == (False, "")
    c.actions.decisions.revise(draft, by=cast.chi, number="10", signer_name="Người khác (mẫu)")
    (state,) = [row for row in signed_copies.states("decision", draft) if row.copy]
    assert (state.changed, "số 10" in state.differing) == (True, True)


def test_ballots_are_signed_by_nobody(cast):
    c.accepted(cast)
    session = c.open_session(cast)
    assert "ballot" not in {kind.code for kind in signed_copies.kinds("session", session)}


# --- who sees ----------------------------------------------------------------------------------------------


def seen_by(cast, name):
    copies = SignedCopy.objects.visible_to(cast.users[name]).select_related("nomination__campaign")
    return {copy.paper for copy in copies if signed_copies.can_read(copy, cast.users[name])}


def test_what_is_not_yet_sent_is_the_units_alone(cast, full):
    attach(cast, full)
    for name in ("chi", "dung", "quan", "thu", "binh", "khach"):
        assert seen_by(cast, name) == set(), name
    assert seen_by(cast, "an") == seen_by(cast, "anh") == {"letter"}
    workflow.take("submit", full, by=cast.an)
    for name in ("chi", "dung", "quan"):
        assert seen_by(cast, name) == {"letter"}, name
    for name in ("thu", "binh", "khach"):
        assert seen_by(cast, name) == set(), name


def test_the_campaigns_papers_are_not_for_units(cast):
    nomination = c.awarded(cast)
    actions.signed_copies.attach("summary", cast.campaign, m.upload(m.scan()), by=cast.chi)
    actions.signed_copies.attach("decision", nomination.award.decision, m.upload(m.scan()), by=cast.chi)
    for name in ("chi", "dung", "quan", "thu", "giang"):
        assert seen_by(cast, name) == {"summary", "decision"}, name
    for name in ("an", "binh", "khach"):
        assert seen_by(cast, name) == set(), name


# --- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("to-trinh.pdf", b"MZ" + b"\0" * 500, "xét theo nội dung"),
        ("to-trinh.pdf", b"", "rỗng"),
        ("to-trinh.docx", None, r"không phải PDF \("),
        ("to-trinh.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1", r"không phải PDF \("),
        ("to-trinh.exe", b"%PDF-1.4\n%%EOF", "đuôi"),
    ],
)
def test_what_is_no_pdf_is_refused_and_nothing_is_written(cast, full, name, body, said):
    upload = m.upload(body, name) if body is not None else c.docx_upload(name)
    with pytest.raises(Refused, match=said):
        actions.signed_copies.attach("letter", full, upload, by=cast.an)
    assert not SignedCopy.objects.exists()
    assert not Event.objects.filter(verb="attach_signed").exists()


def test_a_day_to_come_is_refused(cast, full):
    with pytest.raises(Refused, match="sau hôm nay"):
        attach(cast, full, issued_on=m.tomorrow())


def test_the_same_file_twice_is_refused(cast, full):
    copy = attach(cast, full)
    with pytest.raises(Refused, match="đã được gắn"):
        attach(cast, full, replaces=copy.key)
    # A number forgotten the first time is a new fact.
    assert attach(cast, full, replaces=copy.key, number="8").number == "8"


def test_nobody_replaces_what_he_has_not_seen(cast, full):
    first = attach(cast, full, by=cast.anh)
    with pytest.raises(Refused, match=r"Lê Thị Ánh .* đã gắn bản ký khác"):
        attach(cast, full, data=m.scan(2))
    actions.signed_copies.remove(first, by=cast.anh)
    with pytest.raises(Refused, match="vừa được gỡ"):
        attach(cast, full, data=m.scan(2), replaces=first.key)


def test_copies_do_not_fill_the_disk(cast, full, settings):
    older = attach(cast, full)
    settings.MAX_DOSSIER_BYTES = older.size + 10
    with pytest.raises(Refused, match="bản cũ được giữ lại"):
        attach(cast, full, data=m.scan(2), replaces=older.key)


def test_no_official_paper_is_signed_before_the_plan_is_numbered(cast, full):
    Campaign.objects.update(plan_number="")
    full.campaign.refresh_from_db()
    with pytest.raises(Refused, match="Kế hoạch chưa có số"):
        attach(cast, full)


def test_a_refusal_leaves_the_older_copy_in_place(cast, full, settings):
    older = attach(cast, full)
    settings.MEDIA_ROOT = "/proc/none"
    with pytest.raises(Refused, match="chưa lưu được"), transaction.atomic():
        attach(cast, full, data=m.scan(2), replaces=older.key)
    assert signed_copies.live("nomination", full) == {"letter": older}
