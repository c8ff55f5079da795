"""Every kind of tampering is found: each test alters a whole, true history behind the application's back."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings

from awards import actions, audit, workflow
from awards.audit import verification
from awards.models import (
    Attendance,
    Award,
    Ballot,
    CouncilScore,
    Event,
    Evidence,
    LateWindow,
    Nomination,
    PaperCheck,
    SealedPaper,
    SessionItem,
    SignedCopy,
    Submission,
    VoteCast,
)
from campaigns import clock
from campaigns.models import Campaign
from tests import cast as c

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


# --- one true history, shared; what a test does to it is rolled back ----------------------------------


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("uploads")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder),
        transaction.atomic(),
        clock.at(c.BEFORE),
    ):
        yield _told(c.assemble())
        transaction.set_rollback(True)


def _told(cast):
    """Unit A is awarded and revoked, unit B votes openly, the Office's clerk drafts, unit B was late."""
    audit.write(
        audit.lock(cast.campaign),
        "plan_numbered",
        by=cast.chi,
        facts={"after": {"number": "00", "date": "2023-11-01"}, "sample": True},
    )
    first = _submitted(cast, cast.unit_a, cast.an)
    _accepted(cast, first)
    c.closed_session(cast)
    workflow.take("recommend", first, by=cast.thu)
    actions.decisions.sign(c.decision(cast, [first]), by=cast.dung)
    actions.decisions.revoke(first, by=cast.dung, note="Quyết định hủy số 00 (mẫu) do khai sai.")
    second = _submitted(cast, cast.unit_b, cast.binh)
    _accepted(cast, second)
    Campaign.objects.filter(pk=cast.campaign.pk).update(ballot="hands")
    opened = c.open_session(cast)
    _scored_too_low_first(opened, cast.giang)
    c.assess(cast, opened)
    draft = c.start(cast, unit=cast.office_unit, by=cast.van)
    kept = _attach(draft, cast.van, "du-thao.pdf")
    gone = _attach(draft, cast.van, "bo-di.pdf", size=7)
    actions.dossiers.remove_evidence(gone, by=cast.van)
    _signed(cast, draft)
    actions.late_windows.open_late_window(
        cast.campaign,
        cast.unit_b,
        by=cast.chi,
        until=c.DEADLINE + timedelta(days=2),
        reason="Đơn vị bị mất điện do mưa lũ (mẫu).",
    )
    return SimpleNamespace(cast=cast, first=first, second=second, draft=draft, kept=kept, gone=gone)


def _signed(cast, draft):
    """One copy replaced by another, one taken off, and one of the Council's."""
    older = actions.signed_copies.attach("letter", draft, c.pdf_upload("cu.pdf"), by=cast.van)
    actions.signed_copies.attach(
        "letter", draft, c.pdf_upload("moi.pdf", 9), by=cast.van, number="07/TTr-VP", replaces=older.key
    )
    actions.signed_copies.remove(
        actions.signed_copies.attach("report", draft, c.pdf_upload("nham.pdf"), by=cast.van), by=cast.van
    )
    session = cast.campaign.sessions.get(status="closed")
    actions.signed_copies.attach("council_minutes", session, c.pdf_upload("bien-ban.pdf"), by=cast.thu)


def _scored_too_low_first(session, by):
    """Scores may be changed until the member has voted: the last ones count."""
    item = session.items.select_related("session__campaign", "nomination").get()
    own = actions.council_scores.self_points(item.nomination)
    actions.council_scores.score(
        item, {code: (own[code] and own[code] / 2, "Chưa rõ (mẫu)") for code in own}, by=by
    )


def _attach(nomination, by, name, size=0):
    return actions.dossiers.add_evidence(
        nomination, c.pdf_upload(name, size), by=by, description="Bảng kết xuất (mẫu)"
    )


def _submitted(cast, unit, by):
    nomination = c.start(cast, unit=unit, by=by)
    c.fill(cast, nomination, by=by)
    _attach(nomination, by, "minh-chung.pdf")
    return workflow.take("submit", nomination, by=by)


def _accepted(cast, nomination):
    workflow.take("receive", nomination, by=cast.chi)
    for part in ("letter", "minutes", "report"):
        actions.paper_checks.record_paper_check(nomination, part, by=cast.chi, is_right=True)
    workflow.take("accept", nomination, by=cast.chi)


@pytest.fixture
def behind(story, db):
    """The story, to be altered behind the application's back, and taken back afterwards."""
    with transaction.atomic():
        yield story
        transaction.set_rollback(True)


def sql(statement, *values):
    """A statement that no rule of the application sees."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount != 0, "the tampering must reach a row"


def found(story):
    return [f"{each.place}: {each.sentence}" for each in audit.verify(story.cast.campaign)]


def event(story, verb):
    return Event.objects.filter(campaign=story.cast.campaign, verb=verb).order_by("sequence").first()


def last(story):
    return Event.objects.filter(campaign=story.cast.campaign).order_by("sequence").last()


# --- the true history ---------------------------------------------------------------------------------


def test_a_true_history_has_no_break(story):
    assert found(story) == []
    assert Event.objects.filter(campaign=story.cast.campaign).count() > 40


def test_the_command_says_so_and_counts(story, capsys):
    call_command("verify_history", campaign="bac-kan-2023")
    said = capsys.readouterr().out
    head = last(story).hash[: audit.SHORT]
    assert "Nhật ký nguyên vẹn" in said
    assert f"{Event.objects.count()} sự kiện" in said
    assert f"{SealedPaper.objects.count()} văn bản niêm phong" in said
    assert "4 tài liệu kiểm chứng" in said
    assert head in said


def test_the_command_names_every_break_and_fails(behind, capsys):
    victim = event(behind, "start")
    sql("UPDATE awards_event SET note = 'khác' WHERE id = %s", victim.pk)
    with pytest.raises(CommandError):
        call_command("verify_history")
    assert f"sự kiện số {victim.sequence}: Nội dung đã bị sửa sau khi ghi." in capsys.readouterr().out


def test_the_command_knows_no_other_campaign(story):
    with pytest.raises(CommandError, match="khong-co"):
        call_command("verify_history", campaign="khong-co")


# --- the chain ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("note", "khác"),
        ("actor_name", "Người khác (mẫu)"),
        ("actor_role", "Giám đốc Sở"),
        ("verb", "accept"),
        ("source", "draft"),
        ("target", "awarded"),
        ("facts", "{}"),
        ("previous_hash", "0" * 64),
        ("hash", "0" * 64),
    ],
)
def test_an_altered_event(behind, column, value):
    victim = event(behind, "receive")
    sql(f"UPDATE awards_event SET {column} = %s WHERE id = %s", value, victim.pk)
    assert any(line.startswith(f"sự kiện số {victim.sequence}:") for line in found(behind))


def test_an_event_under_another_account(behind):
    victim = event(behind, "receive")
    sql("UPDATE awards_event SET actor_id = %s WHERE id = %s", behind.cast.an.pk, victim.pk)
    assert f"sự kiện số {victim.sequence}: Nội dung đã bị sửa sau khi ghi." in found(behind)


def test_an_event_moved_to_another_dossier(behind):
    victim = event(behind, "receive")
    sql("UPDATE awards_event SET nomination_id = %s WHERE id = %s", behind.second.pk, victim.pk)
    assert f"sự kiện số {victim.sequence}: Nội dung đã bị sửa sau khi ghi." in found(behind)


@pytest.mark.parametrize("shift", [timedelta(microseconds=1), timedelta(days=-1)])
def test_an_event_at_another_instant(behind, shift):
    victim = event(behind, "submit")
    sql("UPDATE awards_event SET at = %s WHERE id = %s", victim.at + shift, victim.pk)
    assert f"sự kiện số {victim.sequence}: Nội dung đã bị sửa sau khi ghi." in found(behind)


def test_facts_with_one_figure_changed(behind):
    victim = event(behind, "award")
    assert victim.facts["bonus"] > 0
    facts = audit.canonical({**victim.facts, "bonus": victim.facts["bonus"] + 1}).decode()
    sql("UPDATE awards_event SET facts = %s WHERE id = %s", facts, victim.pk)
    assert f"sự kiện số {victim.sequence}: Nội dung đã bị sửa sau khi ghi." in found(behind)


def test_a_removed_event_in_the_middle(behind):
    victim = event(behind, "receive")
    sql("DELETE FROM awards_event WHERE id = %s", victim.pk)
    assert any(f"Thiếu sự kiện số {victim.sequence}" in line for line in found(behind))


def test_a_removed_event_with_the_rest_renumbered(behind):
    victim = event(behind, "receive")
    sql("DELETE FROM awards_event WHERE id = %s", victim.pk)
    for row in Event.objects.filter(sequence__gt=victim.sequence).order_by("sequence"):
        sql("UPDATE awards_event SET sequence = %s WHERE id = %s", row.sequence - 1, row.pk)
    assert any("Không nối với sự kiện trước" in line for line in found(behind))


def test_a_removed_last_event(behind):
    sql("DELETE FROM awards_event WHERE id = %s", last(behind).pk)
    assert "đầu chuỗi: Sự kiện cuối cùng không còn hoặc bị thêm: nhật ký đã bị cắt hoặc nối." in found(behind)


def test_a_removed_head(behind):
    sql("DELETE FROM awards_historyhead WHERE campaign_id = %s", behind.cast.campaign.pk)
    assert "đầu chuỗi: Không còn bản ghi đầu chuỗi nhật ký." in found(behind)


def test_everything_removed(behind):
    sql("DELETE FROM awards_event WHERE campaign_id = %s", behind.cast.campaign.pk)
    assert any(line.startswith("đầu chuỗi") for line in found(behind))


def test_an_inserted_event(behind):
    """Well hashed and linked, but the head does not know it."""
    final = last(behind)
    forged = Event(
        campaign_id=final.campaign_id,
        sequence=final.sequence + 1,
        verb="set_plan_number",
        actor=behind.cast.quan,
        actor_name="Quân (mẫu)",
        actor_role="Quản trị hệ thống",
        at=final.at,
        facts={},
        previous_hash=final.hash,
    )
    forged.hash = audit.chain.linked(forged)
    forged.save()
    assert any(line.startswith("đầu chuỗi") for line in found(behind))


def test_two_events_swapped(behind):
    one, two = event(behind, "receive"), event(behind, "accept")
    for pk, sequence in ((one.pk, 900_000), (two.pk, one.sequence), (one.pk, two.sequence)):
        sql("UPDATE awards_event SET sequence = %s WHERE id = %s", sequence, pk)
    assert len(found(behind)) >= 2


def test_facts_without_what_the_judge_reads(behind):
    """A forger with the whole chain rewritten still cannot make the judge stumble."""
    victim = last(behind)
    assert victim.verb == "open_late_window"
    victim.facts = {}
    victim.hash = audit.chain.linked(victim)
    sql("UPDATE awards_event SET facts = '{}', hash = %s WHERE id = %s", victim.hash, victim.pk)
    sql("UPDATE awards_historyhead SET hash = %s", victim.hash)
    assert f"sự kiện số {victim.sequence}: Dữ kiện của sự kiện không đọc được." in found(behind)


@pytest.mark.parametrize(
    ("column", "value"),
    [("plan_number", "05"), ("plan_date", date(2023, 11, 2)), ("plan_number_is_sample", False)],
)
def test_another_number_of_the_plan(behind, column, value):
    sql(f"UPDATE campaigns_campaign SET {column} = %s WHERE id = %s", value, behind.cast.campaign.pk)
    assert "kế hoạch: Số hoặc ngày của Kế hoạch không khớp với nhật ký." in found(behind)


# --- dossiers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("status", "awarded", "không khớp với nhật ký"),
        ("award_form", "bang_khen", "Hình thức khen hoặc dấu nộp muộn"),
        ("is_late", True, "Hình thức khen hoặc dấu nộp muộn"),
        ("asked_form", "bang_khen", "không khớp với lúc lập hồ sơ"),
        ("reference", "BK23-999", "không khớp với lúc lập hồ sơ"),
        ("first_submitted_at", datetime(2023, 12, 1, tzinfo=clock.ZONE), "Thời điểm trình lần đầu"),
        ("self_total", "99.99", "Tổng điểm tự chấm"),
    ],
)
def test_an_altered_dossier(behind, column, value, sentence):
    if column == "award_form":
        sql("UPDATE awards_nomination SET asked_form = 'bang_khen' WHERE id = %s", behind.first.pk)
    sql(f"UPDATE awards_nomination SET {column} = %s WHERE id = %s", value, behind.first.pk)
    assert any(sentence in line for line in found(behind))


def test_another_nominee(behind):
    """The award would go to somebody else than was proposed."""
    sql(
        "UPDATE awards_nomination SET kind = 'individual', person_id = %s WHERE id = %s",
        behind.cast.people["nominee"].pk,
        behind.first.pk,
    )
    assert any("không khớp với lúc lập hồ sơ" in line for line in found(behind))


@pytest.mark.parametrize("name", ["first", "draft"])
def test_a_removed_dossier(behind, name):
    victim = getattr(behind, name)
    sql("DELETE FROM awards_nomination WHERE id = %s", victim.pk)
    expected = f"{victim.reference}: Hồ sơ có trong nhật ký nhưng không còn trong cơ sở dữ liệu."
    assert expected in found(behind)


def test_a_dossier_that_no_step_made(behind):
    row = Nomination.objects.get(pk=behind.draft.pk)
    row.pk, row.number, row.reference, row.slot, row.unit = None, 99, "BK23-099", 9, behind.cast.whole
    row.save()
    assert any(line.startswith("BK23-099: Hồ sơ không có sự kiện") for line in found(behind))


@pytest.mark.parametrize("also_the_digest", [False, True])
def test_an_altered_submission(behind, also_the_digest):
    row = Submission.objects.get(nomination=behind.first)
    content = {**row.content, "letter": {**row.content["letter"], "reasons": "Viết lại"}}
    sql(
        "UPDATE awards_submission SET content = %s, sha256 = %s WHERE id = %s",
        audit.canonical(content).decode(),
        audit.digest(content) if also_the_digest else row.sha256,
        row.pk,
    )
    assert f"{row.receipt}: Nội dung hồ sơ đã trình bị sửa sau khi niêm phong." in found(behind)


@pytest.mark.parametrize(
    ("column", "value"),
    [("submitted_at", datetime(2023, 12, 1, tzinfo=clock.ZONE)), ("is_late", True)],
)
def test_a_submission_at_another_time(behind, column, value):
    row = Submission.objects.get(nomination=behind.first)
    sql(f"UPDATE awards_submission SET {column} = %s WHERE id = %s", value, row.pk)
    assert any("của lần trình không khớp" in line for line in found(behind))


def test_a_removed_submission(behind):
    row = Submission.objects.get(nomination=behind.first)
    sql("DELETE FROM awards_submission WHERE id = %s", row.pk)
    assert any(line.startswith(f"{row.receipt}: Lần trình có trong nhật ký") for line in found(behind))


def test_an_altered_check_of_the_office(behind):
    row = PaperCheck.objects.first()
    sql("UPDATE awards_papercheck SET is_right = %s WHERE id = %s", False, row.pk)
    assert any("kiểm tra văn bản của Văn phòng" in line for line in found(behind))


@pytest.mark.parametrize(
    ("column", "value"),
    [("open_until", datetime(2024, 2, 1, tzinfo=clock.ZONE)), ("reason", "Lý do khác hẳn (mẫu).")],
)
def test_an_altered_late_window(behind, column, value):
    sql(f"UPDATE awards_latewindow SET {column} = %s", value)
    assert any("gia hạn nộp muộn" in line for line in found(behind))


def test_a_late_window_that_nobody_opened(behind):
    row = LateWindow.objects.get()
    row.pk = None
    row.save()
    assert any("gia hạn nộp muộn" in line for line in found(behind))


# --- stored bytes -------------------------------------------------------------------------------------


@contextmanager
def other_bytes(row):
    """One byte of the stored file flipped; put right afterwards."""
    path = Path(row.file.path)
    true = path.read_bytes()
    path.write_bytes(true[:100] + bytes([true[100] ^ 1]) + true[101:] if len(true) > 100 else b"0" + true[1:])
    try:
        yield verification.files.sha256(row.file)
    finally:
        path.write_bytes(true)


@contextmanager
def no_file(row):
    path = Path(row.file.path)
    true = path.read_bytes()
    path.unlink()
    try:
        yield
    finally:
        path.write_bytes(true)


@pytest.mark.pango
def test_an_altered_paper(behind):
    with other_bytes(SealedPaper.objects.first()):
        assert any("Nội dung tệp đã bị thay đổi" in line for line in found(behind))


@pytest.mark.pango
def test_a_paper_altered_together_with_its_digest(behind):
    row = SealedPaper.objects.first()
    with other_bytes(row) as sha:
        sql("UPDATE awards_sealedpaper SET sha256 = %s WHERE id = %s", sha, row.pk)
        assert any("Nội dung tệp đã bị thay đổi" in line for line in found(behind))


@pytest.mark.pango
def test_a_missing_paper(behind):
    with no_file(SealedPaper.objects.first()):
        assert any("Tệp không còn trên đĩa" in line for line in found(behind))


@pytest.mark.pango
def test_a_removed_paper(behind):
    sql("DELETE FROM awards_sealedpaper WHERE id = %s", SealedPaper.objects.first().pk)
    assert any("không còn trong cơ sở dữ liệu" in line for line in found(behind))


def shown_and_drafted(story):
    """An upload that a submission showed, and one that nothing but its own event knows."""
    return {
        "submitted": Evidence.objects.get(nomination=story.first),
        "draft": story.kept,
        "removed": story.gone,
    }


WHEN = pytest.mark.parametrize("when", ["submitted", "draft", "removed"])


@WHEN
def test_an_altered_upload(behind, when):
    with other_bytes(shown_and_drafted(behind)[when]):
        assert any("Nội dung tệp đã bị thay đổi" in line for line in found(behind))


@WHEN
def test_an_upload_altered_together_with_its_digest(behind, when):
    row = shown_and_drafted(behind)[when]
    with other_bytes(row) as sha:
        sql("UPDATE awards_evidence SET sha256 = %s WHERE id = %s", sha, row.pk)
        assert any("Nội dung tệp đã bị thay đổi" in line for line in found(behind))


@WHEN
def test_a_missing_upload(behind, when):
    with no_file(shown_and_drafted(behind)[when]):
        assert any("Tệp không còn trên đĩa" in line for line in found(behind))


@WHEN
def test_a_removed_upload_row(behind, when):
    row = shown_and_drafted(behind)[when]
    sql("DELETE FROM awards_evidence WHERE id = %s", row.pk)
    assert any(line.startswith(f"{row.original_name}: Tài liệu kiểm chứng") for line in found(behind))


@pytest.mark.parametrize(("when", "removed_at"), [("draft", c.BEFORE), ("removed", None)])
def test_an_upload_taken_out_or_put_back(behind, when, removed_at):
    row = shown_and_drafted(behind)[when]
    sql("UPDATE awards_evidence SET removed_at = %s WHERE id = %s", removed_at, row.pk)
    assert any("Việc gỡ tài liệu" in line for line in found(behind))


def test_an_upload_that_no_step_made(behind):
    row = Evidence.objects.get(pk=behind.kept.pk)
    row.pk, row.key = None, "00000000-0000-4000-8000-000000000000"
    row.save()
    assert any("Tệp này không có trong nhật ký" in line for line in found(behind))


# --- signed copies --------------------------------------------------------------------------------------

COPY = pytest.mark.parametrize("name", ["cu.pdf", "moi.pdf", "nham.pdf", "bien-ban.pdf"])


@COPY
def test_an_altered_signed_copy(behind, name):
    row = SignedCopy.objects.get(original_name=name)
    with other_bytes(row) as sha:
        assert any("Nội dung tệp đã bị thay đổi" in line for line in found(behind))
        sql("UPDATE awards_signedcopy SET sha256 = %s WHERE id = %s", sha, row.pk)
        assert any("Nội dung tệp đã bị thay đổi" in line for line in found(behind))


@COPY
def test_a_missing_signed_copy(behind, name):
    with no_file(SignedCopy.objects.get(original_name=name)):
        assert any("Tệp không còn trên đĩa" in line for line in found(behind))


@COPY
def test_a_removed_row_of_a_signed_copy(behind, name):
    sql("DELETE FROM awards_signedcopy WHERE original_name = %s", name)
    assert any("Bản ký có trong nhật ký nhưng không còn" in line for line in found(behind))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", "08/TTr-VP"),
        ("issued_on", "2024-01-01"),
        ("paper", "minutes"),
        ("original_name", "khac.pdf"),
        ("content_digest", "0" * 64),
        ("verdict", '{"signatures": [], "problem": "missing"}'),
    ],
)
def test_what_is_said_of_a_signed_copy(behind, column, value):
    sql(f"UPDATE awards_signedcopy SET {column} = %s WHERE original_name = 'moi.pdf'", value)
    assert any("kết quả đọc chữ ký số không khớp" in line for line in found(behind))


@pytest.mark.parametrize(("name", "removed"), [("moi.pdf", True), ("cu.pdf", False), ("nham.pdf", False)])
def test_a_signed_copy_taken_off_or_put_back(behind, name, removed):
    if not removed:
        # The live one makes room, else the database itself refuses.
        sql("DELETE FROM awards_signedcopy WHERE original_name = 'moi.pdf'")
    who, at = (behind.cast.van.pk, c.BEFORE) if removed else (None, None)
    sql(
        "UPDATE awards_signedcopy SET removed_at = %s, removed_by_id = %s WHERE original_name = %s",
        at,
        who,
        name,
    )
    assert any("Việc thay hoặc gỡ bản ký" in line for line in found(behind))


def test_a_signed_copy_that_nobody_attached(behind):
    row = SignedCopy.objects.get(original_name="cu.pdf")
    row.pk, row.key = None, "00000000-0000-4000-8000-000000000000"
    row.save()
    assert any("Tệp này không có trong nhật ký" in line for line in found(behind))


# --- the Council --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("yes", 3),
        ("no", 1),
        ("invalid", 1),
        ("passed", False),
        ("average", "50.00"),
        ("place", 2),
        ("total_members", 3),
        ("took_part", 3),
        ("issued", 5),
        ("threshold_percent", 10),
        ("threshold_is_strict", False),
        ("award_form", "bang_khen"),
    ],
)
def test_altered_figures_of_a_closed_session(behind, column, value):
    item = SessionItem.objects.get(nomination=behind.first)
    assert getattr(item, column) != value
    sql(f"UPDATE awards_sessionitem SET {column} = %s WHERE id = %s", value, item.pk)
    assert any("không khớp với lúc kết thúc phiên" in line for line in found(behind))


def test_figures_of_a_session_that_is_not_closed(behind):
    item = SessionItem.objects.get(nomination=behind.second)
    sql("UPDATE awards_sessionitem SET yes = 4, passed = %s WHERE id = %s", True, item.pk)
    assert any("không khớp với lúc kết thúc phiên" in line for line in found(behind))


def test_a_removed_item(behind):
    sql("DELETE FROM awards_sessionitem WHERE nomination_id = %s", behind.first.pk)
    assert any("không còn trong phiên họp" in line for line in found(behind))


def test_an_order_of_the_chair_that_he_never_gave(behind):
    sql("UPDATE awards_sessionitem SET chair_order = 1 WHERE nomination_id = %s", behind.second.pk)
    assert any("Thứ tự do Chủ tịch" in line for line in found(behind))


def test_a_ballot_changed_after_closing(behind):
    row = Ballot.objects.filter(item__nomination=behind.first).first()
    sql("UPDATE awards_ballot SET choice = 'no' WHERE key = %s", _key(row))
    assert any("Số phiếu trong hòm" in line for line in found(behind))


def test_a_ballot_stuffed(behind):
    item = SessionItem.objects.get(nomination=behind.second)
    Ballot.objects.create(item=item, choice="yes")
    assert any("Số phiếu, danh sách đã bỏ phiếu" in line for line in found(behind))


def test_a_vote_struck_from_the_roll(behind):
    sql("DELETE FROM awards_votecast WHERE id = %s", VoteCast.objects.first().pk)
    assert any("Số phiếu, danh sách đã bỏ phiếu" in line for line in found(behind))


def test_an_open_ballot_turned(behind):
    row = Ballot.objects.filter(item__nomination=behind.second).first()
    assert row.member_id
    sql("UPDATE awards_ballot SET choice = 'no' WHERE key = %s", _key(row))
    assert any("Ý kiến biểu quyết của thành viên" in line for line in found(behind))


def _key(ballot):
    return ballot.key if connection.vendor == "postgresql" else ballot.key.hex


@pytest.mark.parametrize(
    ("column", "value"), [("points", "0.50"), ("note", "Ghi chú thêm"), ("member_id", None)]
)
def test_an_altered_score(behind, column, value):
    row = CouncilScore.objects.filter(item__nomination=behind.first).first()
    if column == "member_id":
        value = behind.cast.seats["hai"].pk
        assert row.member_id != value
        sql("DELETE FROM awards_councilscore WHERE member_id = %s AND clause_id = %s", value, row.clause_id)
    sql(f"UPDATE awards_councilscore SET {column} = %s WHERE id = %s", value, row.pk)
    assert any("Điểm chấm của thành viên" in line for line in found(behind))


def test_removed_scores(behind):
    sql("DELETE FROM awards_councilscore WHERE member_id = %s", behind.cast.seats["hai"].pk)
    assert sum("Điểm chấm của thành viên" in line for line in found(behind)) == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("conclusion", "Kết luận khác"),
        ("total_members", 9),
        ("closed_at", datetime(2024, 1, 9, tzinfo=clock.ZONE)),
    ],
)
def test_an_altered_session(behind, column, value):
    sql(f"UPDATE awards_councilsession SET {column} = %s WHERE number = 1", value)
    assert any(line.startswith("phiên họp 1:") for line in found(behind))


def test_attendance_changed_after_closing(behind):
    row = Attendance.objects.filter(session__number=1).first()
    sql("UPDATE awards_attendance SET presence = 'absent' WHERE id = %s", row.pk)
    assert any("Số thành viên tham gia" in line for line in found(behind))


# --- decisions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", "77"),
        ("symbol", "QĐ-KHAC"),
        ("issued_on", date(2023, 12, 30)),
        ("signer_name", "Người khác (mẫu)"),
        ("kind", "proposal"),
        ("status", "draft"),
    ],
)
def test_an_altered_decision(behind, column, value):
    sql(f"UPDATE awards_decision SET {column} = %s", value)
    assert any("của văn bản không khớp với nhật ký" in line for line in found(behind))


def test_a_name_added_to_a_decision(behind):
    behind.first.decisions.get().nominations.add(behind.second)
    assert any("của văn bản không khớp với nhật ký" in line for line in found(behind))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("form", "bang_khen"),
        ("golden_book_number", 9),
        ("bonus_amount", 9_000_000),
        ("base_salary", 2_340_000),
        ("coefficient_tenths", 30),
        ("revocation", ""),
    ],
)
def test_an_altered_award(behind, column, value):
    assert getattr(Award.objects.get(), column) != value
    sql(f"UPDATE awards_award SET {column} = %s", value)
    assert any(line.startswith(behind.first.reference) for line in found(behind))


def test_a_removed_award(behind):
    sql("DELETE FROM awards_award")
    assert any("Khen thưởng có trong nhật ký nhưng không còn" in line for line in found(behind))


# --- what is hashed is what comes back ----------------------------------------------------------------

DIFFICULT = {
    "zebra": 1,
    "Ơ": {"đ": [], "a": {}, "": None},
    "dấu rời": "Tiê\u0301n",
    "😀": '𝔘 \u2028 \\ " / \t\n',
    "số lớn": 10**30,
    "âm": -(10**18),
    "đúng": True,
    "sai": False,
    "không": "0.10",
}


def test_facts_come_back_from_the_database_as_they_were_hashed(behind):
    head = audit.lock(behind.cast.campaign)
    audit.write(head, "thu", by=behind.cast.chi, note="Ơ kìa\n“đ”", facts=DIFFICULT)
    assert last(behind).facts == DIFFICULT
    assert found(behind) == []


@pytest.mark.parametrize("number", [1e16, -0.0, 0.1, float("nan"), float("inf")])
def test_facts_hold_no_floats(behind, number):
    """PostgreSQL gives 1e16 back as an integer, so its hash would not hold."""
    with pytest.raises(ValueError, match="no floats"):
        audit.write(audit.lock(behind.cast.campaign), "thu", by=behind.cast.chi, facts={"n": [number]})


def test_the_zone_of_an_instant_changes_no_hash(behind):
    row = last(behind)
    row.at = row.at.astimezone(clock.ZONE)
    one = audit.chain.linked(row)
    row.at = row.at.astimezone(datetime.now().astimezone().tzinfo)
    assert audit.chain.linked(row) == one


def test_scores_are_compared_by_worth_not_by_spelling(story):
    """ "6" as typed is "6.00" in the database."""
    item = SessionItem.objects.get(nomination=story.second)
    assert item.scores.exists()
    assert found(story) == []
