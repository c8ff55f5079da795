"""Which text was signed: what was handed over, and how a copy that comes back is matched to it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from awards import actions, audit, policies, signed_copies, snapshots
from awards.batches import queue
from awards.batches.jobs import JOBS
from awards.exceptions import Refused
from awards.models import CopyToSign, Decision, Event, SignedCopy
from awards.papers import digest, registry
from campaigns import clock
from campaigns.models import Campaign
from tests import cast as c
from tests.awards import signature_factory as m

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
LETTER = registry.BY_CODE["letter"]
Known = SignedCopy.Known


@pytest.fixture
def full(cast):
    return c.fill(cast, c.start(cast))


def hand_over(cast, nomination, *, minutes=0, by=None, data=b"", kind=LETTER):
    """The unit fetches its letter to be signed, some minutes later; returns the digest of what it says."""
    content = snapshots.dossier.build(nomination)
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        signed_copies.record_issued(kind, [(nomination, content)], by=by or cast.an, data=data)
    return digest.content_digest(kind.code, content)


def edit(cast, nomination, reasons="Lý do khác hẳn (mẫu)."):
    nomination.refresh_from_db()
    version = nomination.letter.version
    actions.dossiers.save_paper(nomination, "letter", {"reasons": reasons}, by=cast.an, version=version)
    nomination.refresh_from_db()


def attach(cast, nomination, data=None, **more):
    return actions.signed_copies.attach("letter", nomination, m.upload(data or m.scan()), by=cast.an, **more)


def state_of(nomination):
    return next(row for row in signed_copies.states("nomination", nomination) if row.kind.code == "letter")


def texts(nomination):
    return signed_copies.texts("nomination", nomination, signed_copies.texts_now("nomination", nomination))[
        "letter"
    ]


# --- how it is known ---------------------------------------------------------------------------------------


def test_a_file_that_goes_on_from_a_copy_to_sign_signs_that_text_whatever_was_edited_since(cast, full):
    pdf = m.scan(2)
    said = hand_over(cast, full, data=pdf)
    edit(cast, full)
    copy = attach(cast, full, m.signed(pdf))
    assert (copy.content_digest, copy.known_by, copy.handed_at) == (said, Known.BYTES, clock.now())
    state = state_of(full)
    assert state.word == "Đã sửa sau khi ký"
    assert "đã được sửa sau khi tải bản để ký lúc 09:00 ngày 03/01/2024" in state.why_changed
    facts = Event.objects.get(verb="attach_signed").facts
    assert (facts["known_by"], facts["text"]) == ("bytes", said)
    assert list(audit.verify(cast.campaign)) == []


def test_where_signed_papers_are_required_such_a_copy_does_not_count(cast, full):
    Campaign.objects.update(signed_papers_required=True)
    pdf = m.scan(2)
    hand_over(cast, full, data=pdf)
    edit(cast, full)
    attach(cast, full, m.signed(pdf))
    full.campaign.refresh_from_db()
    found = policies.checklist.submission_obstacles(full, clock.now(), snapshots.dossier.build(full))
    (line,) = [row for row in found if row.field == "letter"]
    assert "Tờ trình đã sửa sau khi ký" in line.sentence
    assert "không còn khớp" in line.sentence


def test_the_bytes_beat_what_somebody_chose(cast, full):
    pdf = m.scan(2)
    said = hand_over(cast, full, data=pdf)
    edit(cast, full)
    other = hand_over(cast, full, minutes=5, data=m.scan(3))
    assert attach(cast, full, m.signed(pdf), text=other).content_digest == said


def test_one_text_handed_over_and_not_changed_needs_no_question(cast, full):
    said = hand_over(cast, full)
    copy = attach(cast, full)
    assert (copy.content_digest, copy.known_by) == (said, Known.ONLY)
    assert state_of(full).word == "Đã ký"


def test_nothing_handed_over_takes_the_paper_as_it_stands_and_the_history_says_so(cast, full):
    assert attach(cast, full).known_by == Known.UNRECORDED
    assert Event.objects.get(verb="attach_signed").facts["known_by"] == "unrecorded"
    assert list(audit.verify(cast.campaign)) == []


def test_a_scan_after_an_edit_is_nobodys_guess(cast, full):
    said = hand_over(cast, full)
    edit(cast, full)
    with pytest.raises(
        signed_copies.AmbiguousText, match="đã sửa sau khi tải bản để ký lúc 09:00 ngày 03/01/2024"
    ):
        attach(cast, full)
    assert not SignedCopy.objects.exists()
    copy = attach(cast, full, text=said)
    assert copy.known_by == Known.CHOSEN
    assert state_of(full).word == "Đã sửa sau khi ký"


def test_two_texts_handed_over_the_newest_first_and_the_current_one_marked(cast, full):
    first = hand_over(cast, full)
    edit(cast, full)
    second = hand_over(cast, full, minutes=10, by=cast.anh)
    newest, oldest = texts(full)
    assert [newest.digest, oldest.digest] == [second, first]
    assert newest.label == (
        "Bản tải hoặc in lúc 09:10 ngày 03/01/2024 (giờ Việt Nam), Lê Thị Ánh (mẫu); đúng với nội dung hiện nay"
    )
    assert oldest.label.endswith("Nguyễn Văn An (mẫu); văn bản đã sửa sau đó")
    with pytest.raises(signed_copies.AmbiguousText):
        attach(cast, full)
    assert attach(cast, full, text=second).known_by == Known.CHOSEN
    assert state_of(full).word == "Đã ký"


def test_what_was_never_handed_over_can_be_chosen_too(cast, full):
    hand_over(cast, full)
    edit(cast, full)
    _, now = texts(full)
    assert (now.is_current, now.label) == (True, "Nội dung hiện nay, chưa ai tải bản để ký")
    attach(cast, full, text=now.digest)
    assert state_of(full).word == "Đã ký"


def test_a_wrong_choice_is_mended_with_the_same_file(cast, full):
    said = hand_over(cast, full)
    edit(cast, full)
    now = texts(full)[-1].digest
    wrong = attach(cast, full, text=now)
    with pytest.raises(Refused, match="đã được gắn"):
        attach(cast, full, text=now, replaces=wrong.key)
    assert attach(cast, full, text=said, replaces=wrong.key).content_digest == said


def test_the_same_file_attached_again_signs_what_it_signed(cast, full):
    older = attach(cast, full)
    edit(cast, full)
    # Only the number is new; the signature is as old as before.
    copy = attach(cast, full, replaces=older.key, number="8")
    assert (copy.known_by, copy.content_digest) == (Known.SAME, older.content_digest)
    assert state_of(full).word == "Đã sửa sau khi ký"
    actions.signed_copies.remove(copy, by=cast.an)
    assert attach(cast, full).content_digest == older.content_digest
    assert list(audit.verify(cast.campaign)) == []


def test_the_copy_to_sign_itself_is_no_signed_copy(cast, full):
    pdf = m.scan(2)
    hand_over(cast, full, data=pdf)
    with pytest.raises(Refused, match="chính là bản để ký"):
        attach(cast, full, pdf)


def test_a_file_known_to_sign_one_text_signs_no_later_one_by_choosing_it(cast, full):
    Campaign.objects.update(signed_papers_required=True)
    said = hand_over(cast, full)
    first = attach(cast, full)
    edit(cast, full)
    later = texts(full)[-1]
    assert later.is_current
    with pytest.raises(Refused, match="đã được gắn"):
        attach(cast, full, replaces=first.key, text=later.digest)
    second = attach(cast, full, replaces=first.key, text=later.digest, number="7")
    assert (second.content_digest, second.known_by) == (said, Known.SAME)
    assert state_of(full).word == "Đã sửa sau khi ký"


def test_a_copy_to_sign_that_was_only_saved_again_is_not_signed(cast, full):
    pdf = m.scan(2)
    hand_over(cast, full, data=pdf)
    with pytest.raises(Refused, match="chưa có chữ ký số nào"):
        attach(cast, full, pdf + b"\n")
    assert not SignedCopy.objects.exists()


def test_a_number_given_after_signing_is_no_edit(cast, full):
    hand_over(cast, full)
    full.refresh_from_db()
    actions.dossiers.save_paper(full, "letter", {"number": "7"}, by=cast.an, version=full.letter.version)
    full.refresh_from_db()
    assert attach(cast, full, number="07/TTr").known_by == Known.ONLY


@pytest.mark.parametrize("chosen", ["x", "0" * 64, "' OR 1=1 --", "9" * 100_000, "<script>", "../../etc"])
def test_a_choice_that_was_never_offered_is_refused(cast, full, chosen):
    hand_over(cast, full)
    with pytest.raises(signed_copies.AmbiguousText, match="không có trong danh sách"):
        attach(cast, full, text=chosen)
    edit(cast, full)
    with pytest.raises(signed_copies.AmbiguousText, match="không có trong danh sách"):
        attach(cast, full, text=chosen)
    assert not SignedCopy.objects.exists()


def test_the_text_of_another_paper_or_dossier_is_no_choice(cast, full):
    other = c.fill(cast, c.start(cast, unit=cast.unit_b, by=cast.binh), by=cast.binh)
    theirs = hand_over(cast, other, by=cast.binh)
    minutes = hand_over(cast, full, kind=registry.BY_CODE["minutes"])
    for stored in (theirs, minutes):
        with pytest.raises(signed_copies.AmbiguousText):
            attach(cast, full, text=stored)
    assert attach(cast, full).known_by == Known.UNRECORDED


# --- what counts as handing over ---------------------------------------------------------------------------


def test_the_same_copy_however_often_is_one_row_with_its_last_time(cast, full):
    for minutes, who in enumerate((cast.an, cast.an, cast.anh)):
        hand_over(cast, full, minutes=minutes, by=who, data=m.scan())
    row = CopyToSign.objects.get()
    assert (row.first_at, row.last_at) == (clock.now(), clock.now() + timedelta(minutes=2))
    assert (row.last_to, row.size, row.sha256) == (cast.anh, len(m.scan()), m.sha256(m.scan()))


def test_word_files_count_marked_drafts_and_ballots_do_not(cast):
    draft = c.decision(cast, [c.recommended(cast)])
    decision = registry.BY_CODE["decision"]
    marked = signed_copies.issue(decision, draft, "docx", by=cast.chi)
    assert not CopyToSign.objects.exists()
    clean = signed_copies.issue(registry.to_sign(decision), draft, "docx", by=cast.chi)
    row = CopyToSign.objects.get()
    assert (row.paper, row.of_id, row.sha256) == ("decision", draft.pk, m.sha256(clean))
    assert marked != clean
    session = draft.nominations.get().session_items.get().session
    signed_copies.record_issued(registry.BY_CODE["ballot"], [(session, {})], by=cast.thu)
    assert CopyToSign.objects.count() == 1


def test_what_a_unit_sent_and_anybody_fetches_is_no_copy_to_sign(cast):
    signed_copies.issue(LETTER, c.submitted(cast), "docx", by=cast.chi)
    assert not CopyToSign.objects.exists()


def test_the_address_of_the_qr_code_is_no_word_of_a_certificate(cast):
    award = c.awarded(cast).award
    kind = registry.certificates(address="https://thidua.example.vn")
    signed_copies.issue(kind, award, "docx", by=cast.chi)
    copy = actions.signed_copies.attach("certificate", award, m.upload(m.scan()), by=cast.chi)
    assert copy.known_by == Known.ONLY
    assert signed_copies.state(kind, award, copy).word == "Đã ký"


@pytest.mark.parametrize("name", ["giang", "quan", "an"])
def test_what_others_than_who_signs_or_files_it_fetch_is_no_text_to_choose(cast, client, name):
    decision = c.awarded(cast).award.decision
    client.force_login(cast.users[name])
    assert client.get(reverse("official_paper", args=["decision", decision.pk])).status_code in (
        200,
        403,
        404,
    )
    assert not CopyToSign.objects.exists()
    signed_copies.issue(registry.BY_CODE["decision"], decision, "docx", by=cast.users[name])
    assert not CopyToSign.objects.get().to_sign
    (now,) = signed_copies.texts("decision", decision, signed_copies.texts_now("decision", decision))[
        "decision"
    ]
    assert now.at is None
    copy = actions.signed_copies.attach("decision", decision, m.upload(m.scan()), by=cast.chi)
    assert copy.known_by == Known.UNRECORDED


@pytest.mark.pango
@pytest.mark.parametrize("name", ["giang", "dung"])
def test_a_file_is_known_by_its_bytes_whoever_fetched_it(cast, name):
    session = c.recommended(cast).session_items.get().session
    minutes = registry.BY_CODE["council_minutes"]
    pdf = signed_copies.issue(minutes, session, "pdf", by=cast.users[name])
    type(session).objects.filter(pk=session.pk).update(place="Nơi khác (mẫu)")
    session.refresh_from_db()
    copy = actions.signed_copies.attach("council_minutes", session, m.upload(m.signed(pdf)), by=cast.thu)
    assert copy.known_by == Known.BYTES
    assert signed_copies.state(minutes, session, copy).word == "Đã sửa sau khi ký"


def test_what_a_reader_fetched_first_becomes_a_text_to_choose_once_it_is_fetched_to_be_signed(cast):
    decision = c.awarded(cast).award.decision
    kind = registry.BY_CODE["decision"]
    first = signed_copies.issue(kind, decision, "docx", by=cast.giang)
    assert signed_copies.issue(kind, decision, "docx", by=cast.dung) == first
    row = CopyToSign.objects.get()
    assert (row.to_sign, row.last_to) == (True, cast.dung)
    signed_copies.issue(kind, decision, "docx", by=cast.giang)
    assert CopyToSign.objects.get().last_to == cast.dung


def test_a_wrong_choice_is_mended_even_after_the_file_was_attached_again(cast, full):
    first = hand_over(cast, full)
    edit(cast, full)
    second = hand_over(cast, full, minutes=5)
    wrong = attach(cast, full, text=second)
    again = attach(cast, full, number="7", replaces=wrong.key)
    assert (again.known_by, again.content_digest) == (Known.SAME, second)
    right = attach(cast, full, number="7", replaces=again.key, text=first)
    assert (right.known_by, right.content_digest) == (Known.CHOSEN, first)


@pytest.mark.parametrize("name", ["chi", "thu"])
def test_sheets_to_print_are_handed_over_to_who_files_what_comes_back(cast, client, name):
    award = c.awarded(cast).award
    client.force_login(cast.users[name])
    address = reverse("official_paper", args=["decision", award.decision_id])
    assert client.get(address).status_code == 200
    row = CopyToSign.objects.get()
    assert (row.paper, row.of_id, row.sha256, row.last_to) == (
        "decision",
        award.decision_id,
        "",
        cast.users[name],
    )
    copy = actions.signed_copies.attach("decision", award.decision, m.upload(m.scan()), by=cast.chi)
    assert copy.known_by == Known.ONLY


def test_sheets_of_a_draft_are_for_reading(cast, client):
    draft = c.decision(cast, [c.recommended(cast)])
    client.force_login(cast.chi)
    assert client.get(reverse("official_paper", args=["decision", draft.pk])).status_code == 200
    assert not CopyToSign.objects.exists()


def test_fetched_twice_it_was_handed_over_when_it_was_first(cast, full):
    pdf, first = m.scan(2), clock.now()
    hand_over(cast, full, data=pdf)
    hand_over(cast, full, minutes=30, data=pdf)
    assert attach(cast, full, m.signed(pdf)).handed_at == first


def test_every_text_that_was_ever_handed_over_can_be_chosen(cast, full):
    said = [hand_over(cast, full)]
    for n in range(10):
        edit(cast, full, f"Lý do lần {n} (mẫu).")
        said.append(hand_over(cast, full, minutes=n + 1))
    assert [text.digest for text in texts(full)] == said[::-1]
    assert attach(cast, full, text=said[0]).content_digest == said[0]


def test_a_file_goes_on_from_the_longest_of_the_copies_that_it_begins_with(cast, full):
    first = m.scan(2)
    longer = first + b"%% more\n"
    hand_over(cast, full, data=first)
    edit(cast, full)
    said = hand_over(cast, full, minutes=1, data=longer)
    for n in range(40):
        given = [(full, snapshots.dossier.build(full))]
        signed_copies.record_issued(LETTER, given, by=cast.an, data=first[: 20 + n] + b"other")
    assert attach(cast, full, m.signed(longer)).content_digest == said


def test_the_command_hands_over_copies_to_sign_in_nobodys_name(cast, tmp_path):
    draft = c.decision(cast, [c.recommended(cast)])
    call_command(
        "make_papers", campaign=cast.campaign.code, out=tmp_path / "out", format="docx", to_sign=True
    )
    row = CopyToSign.objects.get(paper="decision")
    assert (row.of_id, row.last_to) == (draft.pk, None)
    assert not CopyToSign.objects.filter(paper__in=("letter", "minutes", "report", "ballot")).exists()


def test_a_draft_decision_revised_after_it_was_handed_over(cast):
    draft = c.decision(cast, [c.recommended(cast)])
    signed_copies.issue(registry.to_sign(registry.BY_CODE["decision"]), draft, "docx", by=cast.chi)
    c.actions.decisions.revise(draft, by=cast.chi, signer_name="Người khác (mẫu)")
    draft = Decision.objects.get(pk=draft.pk)
    with pytest.raises(signed_copies.AmbiguousText):
        actions.signed_copies.attach("decision", draft, m.upload(m.scan()), by=cast.chi)
    was, _ = signed_copies.texts("decision", draft, signed_copies.texts_now("decision", draft))["decision"]
    copy = actions.signed_copies.attach("decision", draft, m.upload(m.scan()), by=cast.chi, text=was.digest)
    assert signed_copies.state(registry.BY_CODE["decision"], draft, copy).word == "Đã sửa sau khi ký"
    assert list(audit.verify(cast.campaign)) == []


def test_who_may_not_attach_gains_nothing_by_choosing(cast, full):
    said = hand_over(cast, full)
    for name in ("binh", "chi", "thu", "dung", "quan", "khach", "giang"):
        with pytest.raises(Refused):
            actions.signed_copies.attach("letter", full, m.upload(m.scan()), by=cast.users[name], text=said)
    assert not SignedCopy.objects.exists()


def test_a_changed_word_about_how_it_is_known_is_found(cast, full):
    hand_over(cast, full)
    attach(cast, full)
    SignedCopy.objects.update(known_by=Known.BYTES)
    assert len(list(audit.verify(cast.campaign))) == 1


def made_in_the_background(batch, folder):
    for n, part in enumerate(JOBS[batch.what].plan(batch)):
        JOBS[batch.what].make(batch, part, folder / f"{batch.what}-{n}.part")


def test_a_batch_of_papers_hands_them_over_to_who_asked_and_an_archive_does_not(cast, tmp_path):
    c.awarded(cast)
    made_in_the_background(queue.ask(cast.campaign, "luu_tru", by=cast.chi), tmp_path)
    assert not CopyToSign.objects.exists()
    made_in_the_background(queue.ask(cast.campaign, "van_ban", by=cast.thu, form="docx"), tmp_path)
    papers = set(CopyToSign.objects.filter(last_to=cast.thu).values_list("paper", flat=True))
    assert {"council_minutes", "tally", "decision", "certificate"} <= papers
    assert not papers & {"letter", "minutes", "report", "ballot"}
    assert CopyToSign.objects.get(paper="decision").size > 0


def test_certificates_printed_from_the_decisions_page_count_each(cast, client):
    award = c.awarded(cast).award
    client.force_login(cast.chi)
    address = reverse("admin:awards_decision_certificate_file", args=[award.decision_id, "docx"])
    assert client.get(address).status_code == 200
    row = CopyToSign.objects.get()
    assert (row.paper, row.of_id, row.last_to) == ("certificate", award.pk, cast.chi)
    copy = actions.signed_copies.attach("certificate", award, m.upload(m.scan()), by=cast.thu)
    assert copy.known_by == Known.ONLY
