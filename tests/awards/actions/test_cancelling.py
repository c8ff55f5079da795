"""What is taken back before it took effect: a session that did not meet, a draft that was not signed."""

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from awards import actions, audit, consistency, workflow
from awards.archive import campaign_contents
from awards.batches import queue
from awards.batches.jobs import JOBS
from awards.exceptions import Refused
from awards.models import CouncilSession, Decision, Event, Nomination, SignedCopy
from awards.papers import registry
from campaigns import clock
from tests import cast as c

pytestmark = pytest.mark.django_db
S = Nomination.Status
WHY = "Chủ tịch Hội đồng đi công tác đột xuất (mẫu)."
EVERYBODY = ["an", "anh", "binh", "chi", "giang", "hai", "thu", "dung", "quan", "khach"]


def text(response):
    return response.content.decode()


def plan(cast, days=1):
    return actions.council_sessions.plan(
        cast.campaign,
        by=cast.thu,
        scheduled_at=clock.now() + timedelta(days=days),
        place="Phòng họp Sở (mẫu)",
    )


class TestASessionThatDoesNotMeet:
    @pytest.fixture
    def nomination(self, cast):
        return c.accepted(cast)

    @pytest.fixture
    def planned(self, cast, nomination):
        return plan(cast)

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_chair_and_secretary_alone_cancel_it(self, cast, planned, who):
        if who in ("dung", "thu"):
            assert (
                actions.council_sessions.cancel_session(planned, by=cast.users[who], note=WHY).status
                == "cancelled"
            )
            return
        with pytest.raises(Refused):
            actions.council_sessions.cancel_session(planned, by=cast.users[who], note=WHY)
        planned.refresh_from_db()
        assert (planned.status, planned.cancelled_at) == ("planned", None)

    @pytest.mark.parametrize("make", [c.open_session, c.closed_session])
    def test_not_once_it_has_met(self, cast, nomination, make):
        session = make(cast)
        with pytest.raises(Refused, match="đã khai mạc"):
            actions.council_sessions.cancel_session(session, by=cast.thu, note=WHY)

    def test_not_twice(self, cast, planned):
        actions.council_sessions.cancel_session(planned, by=cast.thu, note=WHY)
        with pytest.raises(Refused, match="đã hủy trước đó"):
            actions.council_sessions.cancel_session(planned, by=cast.thu, note=WHY)

    def test_only_with_a_reason_and_from_a_page_that_is_not_stale(self, cast, planned):
        with pytest.raises(Refused, match="cần nêu lý do"):
            actions.council_sessions.cancel_session(planned, by=cast.thu, note="bận")
        actions.council_sessions.refresh_agenda(planned, by=cast.thu)
        with pytest.raises(Refused, match="đã thay đổi"):
            actions.council_sessions.cancel_session(planned, by=cast.thu, note=WHY, version=planned.version)
        assert not Event.objects.filter(verb="session_cancelled").exists()

    def test_its_dossiers_are_free_and_its_number_is_not_given_again(self, cast, nomination, planned):
        assert not actions.council_sessions.waiting(cast.campaign).exists()
        actions.council_sessions.cancel_session(planned, by=cast.thu, note=WHY)
        assert list(actions.council_sessions.waiting(cast.campaign)) == [nomination]
        again = plan(cast)
        assert again.number == planned.number + 1
        assert [item.nomination for item in again.items.all()] == [nomination]
        assert not actions.council_sessions.waiting(cast.campaign).exists()
        # What the cancelled one would have been about can still be read.
        assert [item.nomination for item in planned.items.all()] == [nomination]

    def test_the_other_session_meets_and_the_history_holds(self, cast, nomination, planned):
        actions.council_sessions.cancel_session(planned, by=cast.thu, note=WHY)
        closed = c.closed_session(cast)
        assert closed.items.get().passed
        assert list(audit.verify(cast.campaign)) == []

    def test_the_history_tells_and_finds_what_was_altered(self, cast, nomination, planned):
        actions.council_sessions.cancel_session(planned, by=cast.thu, note=WHY)
        event = Event.objects.get(verb="session_cancelled")
        assert (event.note, event.facts["agenda"]) == (WHY, [nomination.reference])
        assert list(audit.verify(cast.campaign)) == []
        CouncilSession.objects.update(cancel_reason="Lý do khác, sửa thẳng trong cơ sở dữ liệu (mẫu).")
        assert [found.place for found in audit.verify(cast.campaign)] == ["phiên họp 1"]

    def test_every_invited_member_is_told(self, cast, planned, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            actions.council_sessions.cancel_session(planned, by=cast.thu, note=WHY)
        assert {address for message in mail.outbox for address in message.to} == {
            f"{name}@example.test" for name in cast.seats
        }
        assert all(WHY in message.body for message in mail.outbox)

    def test_who_has_no_mail_reads_it_on_the_first_page_until_that_day(self, cast, planned, client):
        actions.council_sessions.cancel_session(planned, by=cast.thu, note=WHY)
        client.force_login(cast.giang)
        assert WHY in text(client.get(reverse("admin:index")))
        with clock.at(clock.now() + timedelta(days=2)):
            assert WHY not in text(client.get(reverse("admin:index")))

    @pytest.mark.parametrize("code", ["invitation", "shortlist", "ballot", "tally", "council_minutes"])
    def test_none_of_its_papers_can_be_made_and_each_says_why(self, cast, planned, code):
        cancelled = actions.council_sessions.cancel_session(planned, by=cast.thu, note=WHY)
        assert consistency.of_session(cancelled) == []
        said = registry.BY_CODE[code].refusal(cancelled)
        assert "Phiên họp thứ 1 đã hủy" in said
        assert WHY.rstrip(".") in said

    @pytest.mark.parametrize(
        "step", [actions.council_sessions.open_session, actions.council_sessions.refresh_agenda]
    )
    def test_nothing_goes_on_in_it(self, cast, planned, step):
        actions.council_sessions.cancel_session(planned, by=cast.thu, note=WHY)
        with pytest.raises(Refused, match="Đã hủy"):
            step(planned, by=cast.thu)
        with pytest.raises(Refused, match="đã hủy"):
            actions.council_scores.check_assess(CouncilSession.objects.get(), planned.items.get(), cast.dung)

    def test_the_button_and_the_page_afterwards(self, cast, nomination, planned, client):
        client.force_login(cast.giang)
        address = reverse("admin:awards_councilsession_change", args=[planned.pk])
        cancel = reverse("admin:awards_councilsession_cancel", args=[planned.pk])
        assert cancel not in text(client.get(address))
        client.force_login(cast.thu)
        assert cancel in text(client.get(address))
        page = client.post(cancel, {"version": planned.version, "note": "bận"})
        assert page.status_code == 409
        assert "cần nêu lý do" in text(page)
        assert ">bận</textarea>" in text(page)
        assert client.post(cancel, {"version": planned.version, "note": WHY}).status_code == 303
        page = text(client.get(address))
        assert WHY in page
        assert nomination.reference in page
        for button in (
            "Khai mạc phiên họp",
            "Cập nhật chương trình",
            "Lưu điểm danh",
            "Hủy phiên họp</button>",
        ):
            assert button not in page


class TestADraftThatIsNotSigned:
    @pytest.fixture
    def nomination(self, cast):
        return c.recommended(cast)

    @pytest.fixture
    def draft(self, cast, nomination):
        return c.decision(cast, [nomination])

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_who_drafts_drops(self, cast, draft, who):
        if who in ("chi", "thu"):
            assert actions.decisions.drop(draft, by=cast.users[who], note=WHY).status == "dropped"
            return
        with pytest.raises(Refused):
            actions.decisions.drop(draft, by=cast.users[who], note=WHY)
        draft.refresh_from_db()
        assert (draft.status, draft.dropped_at) == ("draft", None)

    @pytest.mark.parametrize("kind", Decision.Kind.values)
    def test_every_kind_and_the_dossiers_stand_as_before(self, cast, nomination, kind):
        made = {"department_award": None, "proposal": c.recommended}.get(kind, c.forwarded)
        rows = [nomination]
        if made:
            form = {"award_form": "bang_khen"} if made is c.recommended else {}
            rows = [made(cast, unit=cast.unit_b, by=cast.binh, **form)]
        before = [(row.status, row.version) for row in Nomination.objects.order_by("pk")]
        draft = actions.decisions.draft(cast.campaign, Decision.Kind(kind), rows, by=cast.chi)
        actions.decisions.drop(draft, by=cast.chi, note=WHY)
        assert [(row.status, row.version) for row in Nomination.objects.order_by("pk")] == before
        assert set(rows) <= set(actions.decisions.candidates(cast.campaign, kind))
        assert [row.pk for row in draft.nominations.all()] == [row.pk for row in rows]

    def test_not_once_it_is_signed_nor_twice(self, cast, draft, nomination):
        other = c.decision(cast, [nomination], number="02")
        actions.decisions.drop(other, by=cast.chi, note=WHY)
        with pytest.raises(Refused, match="đã bỏ"):
            actions.decisions.drop(other, by=cast.chi, note=WHY)
        with pytest.raises(Refused, match="đã bỏ"):
            actions.decisions.sign(other, by=cast.dung)
        with pytest.raises(Refused, match="đã bỏ"):
            actions.decisions.revise(other, by=cast.chi, note="Sửa (mẫu)")
        actions.decisions.sign(draft, by=cast.dung)
        with pytest.raises(Refused, match="đã được xác nhận ký"):
            actions.decisions.drop(draft, by=cast.chi, note=WHY)

    def test_only_with_a_reason(self, cast, draft):
        with pytest.raises(Refused, match="cần nêu lý do"):
            actions.decisions.drop(draft, by=cast.chi, note="nhầm")

    def test_its_number_is_free_again(self, cast, draft, nomination):
        actions.decisions.drop(draft, by=cast.chi, note=WHY)
        again = c.decision(cast, [nomination])
        assert str(again) == str(draft)
        signed = actions.decisions.sign(again, by=cast.dung)
        assert signed.status == "signed"
        assert list(audit.verify(cast.campaign)) == []

    def test_a_number_that_was_signed_away_is_not(self, cast, draft):
        copy = actions.signed_copies.attach(
            "decision", draft, c.pdf_upload("quyet-dinh-da-ky.pdf"), by=cast.chi
        )
        with pytest.raises(Refused, match="đã gắn bản ký"):
            actions.decisions.drop(draft, by=cast.chi, note=WHY)
        actions.signed_copies.remove(copy, by=cast.chi, note="Gắn nhầm bản ký của văn bản khác (mẫu).")
        assert actions.decisions.drop(draft, by=cast.chi, note=WHY).status == "dropped"

    def test_the_history_tells_and_finds_what_was_altered(self, cast, draft, nomination):
        actions.decisions.drop(draft, by=cast.chi, note=WHY)
        event = Event.objects.get(verb="decision_dropped")
        assert (event.note, event.facts["nominations"]) == (WHY, [nomination.reference])
        assert list(audit.verify(cast.campaign)) == []
        Decision.objects.update(status="draft", dropped_by=None, dropped_at=None, drop_reason="")
        assert [found.place for found in audit.verify(cast.campaign)] == [str(draft)]

    def test_its_paper_is_refused_with_the_reason(self, cast, draft):
        dropped = actions.decisions.drop(draft, by=cast.chi, note=WHY)
        for code in ("decision", "payment"):
            assert WHY.rstrip(".") in registry.BY_CODE[code].refusal(dropped)

    def test_the_button_and_the_page_afterwards(self, cast, draft, nomination, client):
        client.force_login(cast.chi)
        address = reverse("admin:awards_decision_change", args=[draft.pk])
        drop = reverse("admin:awards_decision_drop", args=[draft.pk])
        assert drop in text(client.get(address))
        page = client.post(drop, {"version": draft.version, "note": "nhầm"})
        assert page.status_code == 409
        assert "cần nêu lý do" in text(page)
        assert ">nhầm</textarea>" in text(page)
        assert client.post(drop, {"version": draft.version, "note": WHY}).status_code == 303
        page = text(client.get(address))
        assert WHY in page
        assert "Lưu dự thảo" not in page
        assert "Xác nhận đã ký" not in page
        assert "Dự thảo đã bỏ" in text(client.get(reverse("admin:awards_decision_changelist")))
        # The dossier waits for a draft again.
        assert "1 hồ sơ Giấy khen được Hội đồng đề nghị" in text(client.get(reverse("admin:index")))


class TestNothingOfItIsStillToCome:
    """Neither an archive, nor a batch, nor make_papers waits for the papers of what was given up."""

    @pytest.fixture
    def given_up(self, cast):
        """A session that was signed for and called off, and a draft that was dropped; (session, draft)."""
        nomination = c.accepted(cast)
        session = plan(cast)
        actions.signed_copies.attach("invitation", session, c.pdf_upload("giay-moi.pdf"), by=cast.thu)
        session = actions.council_sessions.cancel_session(session, by=cast.thu, note=WHY)
        c.closed_session(cast)
        workflow.take("recommend", nomination, by=cast.thu)
        draft = actions.decisions.draft(cast.campaign, "department_award", [nomination], by=cast.chi)
        return session, actions.decisions.drop(draft, by=cast.chi, note=WHY)

    def shared(self, cast):
        return campaign_contents.shared_section(
            cast.campaign, Nomination.objects.all(), cast.chi, whole=True, forms=["docx"]
        )

    def test_an_archive_keeps_what_was_signed_of_it_and_names_nothing_else(self, cast, given_up):
        session, _ = given_up
        section = self.shared(cast)
        titles = [title for title, _ in section.missing]
        assert not [title for title in titles if "phiên 1" in title or "dự thảo" in title]
        assert [entry.path for entry in section.entries if entry.kind == "signed"] == [
            "van-ban-chung/ban-da-ky/01-giay-moi-hop-hoi-dong.pdf"
        ]
        actions.signed_copies.remove(SignedCopy.objects.get(session=session), by=cast.chi, note=WHY)
        assert not [entry for entry in self.shared(cast).entries if entry.kind == "signed"]

    def test_a_batch_has_no_part_for_it(self, cast, given_up):
        session, draft = given_up
        batch = queue.ask(cast.campaign, "van_ban", by=cast.chi, form="docx")
        keys = [key for part in JOBS[batch.what].plan(batch) for key in part["keys"]]
        other = CouncilSession.objects.exclude(pk=session.pk).get()
        assert ["council_minutes", other.pk] in keys
        assert not [
            key for key in keys if key == ["council_minutes", session.pk] or key == ["decision", draft.pk]
        ]

    def test_make_papers_is_silent_about_it(self, cast, given_up, tmp_path):
        told = io.StringIO()
        options = {"campaign": cast.campaign.code, "out": str(tmp_path), "format": "docx", "stdout": told}
        call_command("make_papers", **options)
        assert "phien-2" in told.getvalue()
        assert "phien-1" not in told.getvalue()
        assert "du-thao" not in told.getvalue()

    def test_a_signed_copy_of_it_is_taken_off_by_page(self, cast, given_up, client):
        copy = SignedCopy.objects.get()
        address = reverse("admin:awards_signedcopy_papers", args=["session", copy.session_id])
        take_off = reverse("admin:awards_signedcopy_remove", args=[copy.key])
        client.force_login(cast.dung)
        assert take_off not in text(client.get(address))
        client.force_login(cast.chi)
        page = text(client.get(address))
        assert "đã hủy" in page
        assert take_off in page
        refused = client.post(take_off, {"note": "nhầm"})
        assert refused.status_code == 409
        assert ">nhầm</textarea>" in text(refused)
        assert client.post(take_off, {"note": WHY}).status_code == 303
        assert not SignedCopy.objects.live().exists()
        assert list(audit.verify(cast.campaign)) == []
