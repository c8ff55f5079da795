"""Digital signatures judged again after another authority is trusted: a new fact, and the earlier one stays."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from awards import actions, audit, pdf_signatures, workflow
from awards.admin import event_labels
from awards.exceptions import Refused
from awards.models import Event, SignedCopy
from tests import cast as c
from tests.awards import signature_factory as m

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture
def full(cast):
    return c.fill(cast, c.start(cast))


@pytest.fixture
def copy(cast, full, settings, tmp_path):
    """A signed letter whose authority nobody trusts yet."""
    settings.SIGNATURE_ROOTS = tmp_path / "roots"
    return actions.signed_copies.attach("letter", full, m.upload(m.signed()), by=cast.an)


def trust(settings, *names):
    m.trust(Path(settings.SIGNATURE_ROOTS), *names)


def told(copy):
    copy.refresh_from_db()
    return pdf_signatures.in_words(copy.verdict).sentence


def test_a_new_root_gives_a_new_verdict_and_the_earlier_one_stays_in_the_history(cast, copy, settings):
    before, data = copy.verdict, copy.file.read()
    assert "chưa rõ tổ chức chứng thực" in told(copy)
    trust(settings)
    assert actions.signed_copies.judge_again(copy, by=cast.an)
    assert told(copy) == "01 chữ ký số: nguyên vẹn, tổ chức chứng thực tin cậy."
    with copy.file.open() as stream:
        assert stream.read() == data
    event = Event.objects.get(verb="check_signed")
    assert event.facts["earlier"] == before
    assert event.facts["verdict_before"] == audit.digest(before)
    assert event.facts["verdict"] == audit.digest(copy.verdict)
    assert "chưa rõ tổ chức chứng thực" in dict(event_labels.facts(event))["Kết quả đọc chữ ký số trước đó"]
    assert list(audit.verify(cast.campaign)) == []


def test_the_same_verdict_writes_nothing(cast, copy, settings):
    trust(settings, "CA lạ")
    assert not actions.signed_copies.judge_again(copy, by=cast.an)
    assert not Event.objects.filter(verb="check_signed").exists()
    trust(settings)
    assert actions.signed_copies.judge_again(copy, by=cast.an)
    assert not actions.signed_copies.judge_again(copy, by=cast.an)
    assert Event.objects.filter(verb="check_signed").count() == 1


def test_a_verdict_changed_by_hand_is_found(cast, copy, settings):
    trust(settings)
    actions.signed_copies.judge_again(copy, by=cast.an)
    SignedCopy.objects.update(verdict=copy.verdict | {"signatures": []})
    assert len(list(audit.verify(cast.campaign))) == 1


def test_who_attaches_or_administers(cast, copy, full, settings):
    trust(settings)
    for name in ("binh", "chi", "thu", "dung", "khach", "giang"):
        with pytest.raises(Refused):
            actions.signed_copies.judge_again(copy, by=cast.users[name])
    workflow.take("submit", full, by=cast.an)
    copy = SignedCopy.objects.get()
    with pytest.raises(Refused, match="Đã trình"):
        actions.signed_copies.judge_again(copy, by=cast.an)
    assert actions.signed_copies.judge_again(copy, by=cast.quan)
    assert list(audit.verify(cast.campaign)) == []


def test_a_copy_taken_off_meanwhile_and_bytes_that_are_others_are_refused(cast, copy, settings):
    with copy.file.open("rb") as stream:
        data = stream.read()
    Path(copy.file.path).write_bytes(data + b"x")
    with pytest.raises(Refused, match="không còn là tệp đã gắn"):
        actions.signed_copies.judge_again(copy, by=cast.an)
    Path(copy.file.path).unlink()
    with pytest.raises(Refused, match="bản sao lưu"):
        actions.signed_copies.judge_again(SignedCopy.objects.get(), by=cast.an)
    Path(copy.file.path).write_bytes(data)
    actions.signed_copies.remove(copy, by=cast.an)
    with pytest.raises(Refused, match="đã được gỡ"):
        actions.signed_copies.judge_again(SignedCopy.objects.get(), by=cast.an)


def test_what_cannot_be_checked_now_keeps_what_was_known(cast, copy, monkeypatch):
    monkeypatch.setattr(pdf_signatures, "available", lambda: False)
    with pytest.raises(Refused, match="giữ kết quả cũ"):
        actions.signed_copies.judge_again(copy, by=cast.an)
    assert not Event.objects.filter(verb="check_signed").exists()


# --- the command -------------------------------------------------------------------------------------------


def run(**options):
    out = io.StringIO()
    call_command("check_signatures", stdout=out, **options)
    return out.getvalue()


def test_the_command_judges_all_live_copies_in_the_administrators_name(cast, copy, full, settings):
    actions.signed_copies.attach("minutes", full, m.upload(m.scan()), by=cast.an)
    old = actions.signed_copies.attach("report", full, m.upload(m.signed()), by=cast.an)
    actions.signed_copies.remove(old, by=cast.an)
    trust(settings)
    told = run(campaign=cast.campaign.code)
    assert "Tờ trình BK23-001" in told
    assert "Kết quả mới: 1; vẫn như trước: 1; không kiểm tra được: 0." in told
    event = Event.objects.get(verb="check_signed")
    assert event.actor == cast.quan
    assert "check_signatures" in event.note
    assert "Kết quả mới: 0; vẫn như trước: 2" in run()
    assert list(audit.verify(cast.campaign)) == []


def test_the_command_says_what_it_needs(cast, copy):
    with pytest.raises(CommandError, match="Không có Đợt thi đua"):
        run(campaign="khong-co")
    with pytest.raises(CommandError, match=r"--by TÊN_ĐĂNG_NHẬP .*quan"):
        run(by="an")
    c.make_user("quan2", "administrator", cast.campaign.department)
    with pytest.raises(CommandError, match="quan, quan2"):
        run()
    assert "vẫn như trước: 1" in run(by="quan")


def test_the_command_goes_on_after_a_copy_that_is_gone(cast, copy, full, settings):
    actions.signed_copies.attach("report", full, m.upload(m.signed()), by=cast.an)
    Path(copy.file.path).unlink()
    trust(settings)
    with pytest.raises(CommandError, match="Có 1 bản ký không kiểm tra được"):
        run()
    assert Event.objects.filter(verb="check_signed").count() == 1
