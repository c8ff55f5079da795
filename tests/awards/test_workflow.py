"""The steps, in the words of the people who take them."""

from datetime import timedelta

import pytest
from django.core import mail

from awards import actions, policies, snapshots, workflow
from awards.exceptions import Refused
from awards.models import Ballot, Event, Nomination, SealedPaper
from campaigns import clock
from tests import cast as c

S = Nomination.Status


@pytest.mark.django_db
class TestFromPlanToDecision:
    def test_a_unit_nominates_and_the_director_awards(self, cast):
        nomination = c.awarded(cast)
        assert nomination.status == S.AWARDED
        assert nomination.award.bonus_amount == 1_080_000  # 0,6 × 1.800.000 (docs/domain.md 1.3)
        assert nomination.award.decision.regime.code == "ND98"
        verbs = list(nomination.events.order_by("sequence").values_list("verb", flat=True))
        assert [verb for verb in verbs if verb not in ("check_paper", "scored", "voted")] == [
            "start",
            "submit",
            "receive",
            "accept",
            "recommend",
            "award",
        ]

    def test_a_bang_khen_goes_to_the_province_and_comes_back(self, cast):
        nomination = c.forwarded(cast)
        assert nomination.status == S.FORWARDED
        outcome = c.decision(cast, [nomination], "province_award", number="77")
        actions.decisions.sign(outcome, by=cast.chi)
        nomination.refresh_from_db()
        assert nomination.status == S.AWARDED
        assert nomination.award.bonus_amount == 5_400_000  # 3,0 × 1.800.000 under NĐ 98

    def test_every_status_is_reachable(self, cast):
        reached = set()
        for status, maker in c.MAKERS.items():
            from django.db import transaction

            sid = transaction.savepoint()
            assert maker(cast).status == status
            reached.add(status)
            transaction.savepoint_rollback(sid)
        assert reached == set(S)


@pytest.mark.django_db
class TestQuota:
    def test_a_second_live_nomination_of_the_unit_is_refused(self, cast):
        c.start(cast)
        with pytest.raises(Refused, match="không quá 01"):
            c.start(cast, person=cast.people["nominee"])

    def test_withdrawing_frees_the_slot(self, cast):
        c.withdrawn(cast)
        assert c.start(cast, person=cast.people["nominee"]).status == S.DRAFT

    def test_one_person_is_not_proposed_twice(self, cast):
        c.start(cast, person=cast.people["nominee"])
        with pytest.raises(Refused, match="đã được đề nghị"):
            c.start(cast, unit=cast.whole, by=cast.van, person=cast.people["nominee"], award_form="bang_khen")

    def test_the_whole_department_asks_for_a_bang_khen_only(self, cast):
        with pytest.raises(Refused, match="chỉ được đề nghị Bằng khen"):
            c.start(cast, unit=cast.whole, by=cast.van, award_form="giay_khen")

    def test_a_stranger_to_the_unit_is_refused(self, cast):
        with pytest.raises(Refused, match="không phải là cán bộ"):
            c.start(cast, person=cast.people["binh"])

    def test_only_one_bang_khen_leaves_for_the_province(self, cast):
        first, second = c.two_for_bang_khen(cast)
        actions.decisions.sign(c.decision(cast, [first], "proposal"), by=cast.dung)
        late = c.decision(cast, [second], "proposal", number="02")
        with pytest.raises(Refused, match="đủ số lượng 01"):
            actions.decisions.sign(late, by=cast.dung)
        second.refresh_from_db()
        assert second.status == S.RECOMMENDED

    def test_two_in_one_letter_exceed_the_quota_and_neither_moves(self, cast):
        rows = c.two_for_bang_khen(cast)
        with pytest.raises(Refused, match="đủ số lượng 01"):
            actions.decisions.sign(c.decision(cast, rows, "proposal"), by=cast.dung)
        assert set(Nomination.objects.values_list("status", flat=True)) == {S.RECOMMENDED}


@pytest.mark.django_db
class TestDeadline:
    """Plan III.2.2a: "trước ngày 05/01/2024"; the first instant of that day is too late (docs/domain.md A3)."""

    def test_the_last_second_is_in_time(self, cast):
        nomination = c.fill(cast, c.start(cast))
        with clock.at(c.DEADLINE - timedelta(seconds=1)):
            assert not workflow.take("submit", nomination, by=cast.an).is_late

    def test_the_first_second_is_too_late(self, cast):
        nomination = c.fill(cast, c.start(cast))
        with clock.at(c.DEADLINE), pytest.raises(Refused, match="Đã hết hạn"):
            workflow.take("submit", nomination, by=cast.an)

    def test_a_late_window_lets_one_unit_in_and_marks_it_for_ever(self, cast):
        nomination = c.fill(cast, c.start(cast))
        other = c.fill(cast, c.start(cast, unit=cast.unit_b, by=cast.binh), by=cast.binh)
        with clock.at(c.DEADLINE + timedelta(hours=8)):
            actions.late_windows.open_late_window(
                cast.campaign,
                cast.unit_a,
                by=cast.chi,
                until=c.DEADLINE + timedelta(days=1),
                reason="Mất điện toàn khu vực trong ngày 04/01/2024.",
            )
            assert workflow.take("submit", nomination, by=cast.an).is_late
            with pytest.raises(Refused, match="Đã hết hạn"):
                workflow.take("submit", other, by=cast.binh)
            workflow.take("recall", nomination, by=cast.an)
            assert Nomination.objects.get(pk=nomination.pk).is_late

    def test_the_window_closes_at_its_own_instant(self, cast):
        nomination = c.fill(cast, c.start(cast))
        until = c.DEADLINE + timedelta(days=1)
        with clock.at(c.DEADLINE):
            actions.late_windows.open_late_window(
                cast.campaign, cast.unit_a, by=cast.chi, until=until, reason="Mất điện toàn khu vực (mẫu)."
            )
        with clock.at(until), pytest.raises(Refused, match="Đã hết hạn"):
            workflow.take("submit", nomination, by=cast.an)

    def test_a_returned_dossier_may_come_back_after_the_deadline_unmarked(self, cast):
        nomination = c.returned(cast)
        with clock.at(c.DEADLINE + timedelta(hours=9)):
            assert not workflow.take("submit", nomination, by=cast.an).is_late

    def test_a_recalled_dossier_is_judged_afresh(self, cast):
        nomination = workflow.take("recall", c.submitted(cast), by=cast.an)
        with clock.at(c.DEADLINE), pytest.raises(Refused, match="Đã hết hạn"):
            workflow.take("submit", nomination, by=cast.an)


@pytest.mark.django_db
class TestDossier:
    def test_an_empty_dossier_says_all_that_is_missing(self, cast):
        nomination = c.start(cast)
        lines = policies.checklist.submission_obstacles(nomination, clock.now())
        places = {line.place for line in lines}
        assert places == {"letter", "minutes", "report", "scores"}
        with pytest.raises(Refused) as refused:
            workflow.take("submit", nomination, by=cast.an)
        assert len(refused.value.obstacles) == len(lines)

    def test_a_full_dossier_has_nothing_missing(self, cast):
        assert policies.checklist.submission_obstacles(c.fill(cast, c.start(cast)), clock.now()) == []

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"present": 8}, "không bằng tổng số"),
            ({"absent_reason": ""}, "chưa ghi họ tên, lý do vắng"),
            ({"secretary_name": "LÊ THỊ ÁNH (mẫu)"}, "cùng một người"),
            ({"ended_at": c.MINUTES["started_at"]}, "sau giờ bắt đầu"),
        ],
    )
    def test_minutes_must_add_up(self, cast, change, sentence):
        nomination = c.fill(cast, c.start(cast))
        actions.dossiers.save_paper(nomination, "minutes", change, by=cast.an, version=1)
        with pytest.raises(Refused, match=sentence):
            workflow.take("submit", nomination, by=cast.an)

    def test_votes_must_add_up_to_the_present(self, cast):
        nomination = c.fill(cast, c.start(cast))
        votes = [{"candidate": nomination.nominee_name, "is_nominee": True, "yes": 8, "no": 0, "blank": 0}]
        actions.dossiers.save_paper(nomination, "minutes", {}, by=cast.an, version=1, votes=votes)
        with pytest.raises(Refused, match="không bằng 9 người có mặt"):
            workflow.take("submit", nomination, by=cast.an)

    def test_a_bang_khen_needs_a_recognised_initiative(self, cast):
        """docs/domain.md 5.3, I3."""
        nomination = c.fill(cast, c.start(cast, person=cast.people["nominee"], award_form="bang_khen"))
        clause = next(rule for rule in snapshots.dossier.clauses_of(nomination) if rule.code == "I3")
        worst = min(clause.params["levels"], key=lambda level: float(level["points"]))
        answer = {"state": "answered", "levels": [worst["code"]]}
        actions.dossiers.save_score(nomination, clause, answer, "", by=cast.an, version=1)
        with pytest.raises(Refused, match="I3"):
            workflow.take("submit", nomination, by=cast.an)

    def test_submission_seals_what_was_sent(self, cast):
        nomination = c.submitted(cast)
        submission = nomination.submissions.get()
        assert submission.receipt == "BK23-001/1"
        assert submission.content["letter"]["signer_name"] == "Lê Thị Ánh (mẫu)"
        assert nomination.self_total is not None

    @pytest.mark.pango
    def test_three_papers_are_sealed_as_pdf(self, cast):
        nomination = c.submitted(cast)
        papers = SealedPaper.objects.filter(submission__nomination=nomination)
        assert {paper.part for paper in papers} == {"letter", "minutes", "report"}
        for paper in papers:
            with paper.file.open("rb") as stream:
                assert stream.read(5) == b"%PDF-"

    def test_what_changed_after_a_return_is_shown_field_by_field(self, cast):
        nomination = c.returned(cast)
        actions.dossiers.save_paper(
            nomination, "report", {"results": "Kết quả mới: 99 hồ sơ."}, by=cast.an, version=1
        )
        first = nomination.submissions.get().content
        (change,) = snapshots.diff.difference(first, snapshots.dossier.build(nomination))
        assert (change.place, change.before, change.after) == (
            "Báo cáo thành tích",
            "Kết quả: 128/128 hồ sơ đúng hạn (mẫu).",
            "Kết quả mới: 99 hồ sơ.",
        )
        workflow.take("submit", nomination, by=cast.an)
        second = nomination.submissions.get(number=2).content
        assert snapshots.diff.difference(first, second) == [change]

    def test_a_second_tab_sees_the_conflict(self, cast):
        nomination = c.start(cast)
        actions.dossiers.save_paper(nomination, "letter", {"reasons": "một"}, by=cast.an, version=0)
        with pytest.raises(actions.dossiers.Conflict) as conflict:
            actions.dossiers.save_paper(nomination, "letter", {"reasons": "hai"}, by=cast.anh, version=0)
        assert conflict.value.paper.reasons == "một"

    def test_nothing_is_edited_after_submission(self, cast):
        nomination = c.submitted(cast)
        with pytest.raises(Refused, match="không sửa được"):
            actions.dossiers.save_paper(nomination, "letter", {"reasons": "x"}, by=cast.an, version=1)


@pytest.mark.django_db
class TestOffice:
    def test_a_return_needs_a_reason_of_twenty_characters(self, cast):
        nomination = c.received(cast)
        with pytest.raises(Refused, match="ít nhất 20 ký tự"):
            workflow.take("return", nomination, by=cast.chi, note="Thiếu số liệu.")

    def test_acceptance_needs_all_three_papers_checked(self, cast):
        nomination = c.received(cast)
        with pytest.raises(Refused, match="Chưa kiểm tra"):
            workflow.take("accept", nomination, by=cast.chi)

    def test_a_paper_that_is_not_right_stops_acceptance(self, cast):
        nomination = c.received(cast)
        for part in ("letter", "minutes"):
            actions.paper_checks.record_paper_check(nomination, part, by=cast.chi, is_right=True)
        actions.paper_checks.record_paper_check(
            nomination, "report", by=cast.chi, is_right=False, note="Thiếu xác nhận"
        )
        with pytest.raises(Refused, match="Thiếu xác nhận"):
            workflow.take("accept", nomination, by=cast.chi)

    @pytest.mark.parametrize("unit", ["office_unit", "whole"])
    def test_the_office_never_handles_its_own_dossier(self, cast, unit):
        """Another officer of the Council acts instead (docs/domain.md A11)."""
        form = "bang_khen" if unit == "whole" else "giay_khen"
        nomination = c.submitted(cast, unit=getattr(cast, unit), by=cast.van, award_form=form)
        with pytest.raises(Refused, match="Văn phòng không tự tiếp nhận"):
            workflow.take("receive", nomination, by=cast.chi)
        assert workflow.take("receive", nomination, by=cast.thu).status == S.RECEIVED

    def test_a_stale_page_is_refused(self, cast):
        nomination = c.submitted(cast)
        shown = nomination.version
        workflow.take("recall", nomination, by=cast.an)
        workflow.take("submit", nomination, by=cast.an)
        with pytest.raises(Refused, match="tải lại trang"):
            workflow.take("receive", nomination, by=cast.chi, version=shown)

    def test_the_second_of_two_clicks_hears_who_was_first(self, cast):
        nomination = c.received(cast)
        with pytest.raises(Refused, match="Đỗ Thị Chi"):
            workflow.take("receive", nomination, by=cast.chi)

    def test_the_unit_recalls_only_until_received(self, cast):
        with pytest.raises(Refused, match="Đã tiếp nhận"):
            workflow.take("recall", c.received(cast), by=cast.an)


@pytest.mark.django_db
class TestCouncil:
    def test_no_quorum_no_session(self, cast):
        c.accepted(cast)
        session = actions.council_sessions.plan(
            cast.campaign, by=cast.thu, scheduled_at=clock.now() + timedelta(hours=1), place="Phòng họp"
        )
        with pytest.raises(Refused, match="cần ít nhất 3"):
            actions.council_sessions.open_session(session, by=cast.thu)

    def test_the_nominee_neither_scores_nor_votes_but_counts(self, cast):
        c.accepted(cast, person=cast.people["giang"], award_form="giay_khen")
        session = c.open_session(cast)
        item = session.items.get()
        with pytest.raises(Refused, match="không chấm điểm"):
            actions.council_scores.vote(item, Ballot.Choice.YES, by=cast.giang)
        c.assess(cast, session)
        actions.council_sessions.close_session(
            session, by=cast.thu, conclusion="Thống nhất theo kết quả bỏ phiếu."
        )
        item.refresh_from_db()
        assert (item.yes, item.total_members, item.issued) == (3, 4, 3)

    def test_a_secret_ballot_cannot_be_joined_to_its_voter(self, cast):
        c.accepted(cast)
        c.assess(cast, c.open_session(cast))
        assert set(Ballot.objects.values_list("member", flat=True)) == {None}
        for event in Event.objects.filter(verb="voted"):
            assert "choice" not in event.facts

    def test_no_refusal_tells_the_unit_who_judged_and_when(self, cast):
        nomination = c.accepted(cast)
        session = c.open_session(cast)
        c.assess(cast, session)
        last = nomination.events.order_by("sequence").last()
        assert last.verb == "voted"
        sentence = workflow.refusal("recall", nomination, cast.an)
        assert last.actor_name not in sentence
        assert f"({nomination.events.get(verb='accept').actor_name}, " in sentence

    def test_a_vote_is_cast_once(self, cast):
        c.accepted(cast)
        session = c.open_session(cast)
        c.assess(cast, session)
        with pytest.raises(Refused, match="đã bỏ phiếu"):
            actions.council_scores.vote(session.items.get(), Ballot.Choice.NO, by=cast.giang)

    def test_a_session_does_not_close_while_votes_are_missing(self, cast):
        c.accepted(cast)
        session = c.open_session(cast)
        with pytest.raises(Refused, match="chưa bỏ phiếu"):
            actions.council_sessions.close_session(
                session, by=cast.thu, conclusion="Thống nhất theo kết quả bỏ phiếu."
            )

    def test_half_is_not_enough_for_a_giay_khen(self, cast):
        """More than 50 % of all members: 2 of 4 fails."""
        nomination = c.accepted(cast)
        choices = {nomination.reference: {"giang": "no", "hai": "invalid"}}
        session = c.closed_session(cast, choices=choices)
        item = session.items.get()
        assert (item.yes, item.no, item.invalid, item.passed) == (2, 1, 1, False)
        with pytest.raises(Refused, match="không đạt tỷ lệ"):
            workflow.take("recommend", nomination, by=cast.thu)

    def test_a_bang_khen_that_falls_short_may_become_a_giay_khen(self, cast):
        """3 of 4 is 75 %: short of 80 % for a Bằng khen, enough for a Giấy khen (docs/domain.md A14)."""
        nomination = c.accepted(cast, award_form="bang_khen")
        c.closed_session(cast, choices={nomination.reference: {"hai": "no"}})
        with pytest.raises(Refused, match="không đạt tỷ lệ"):
            workflow.take("recommend", nomination, by=cast.thu)
        lowered = workflow.take(
            "lower", nomination, by=cast.thu, note="Hội đồng thống nhất chuyển hình thức."
        )
        assert (lowered.status, lowered.award_form, lowered.asked_form) == (
            S.RECOMMENDED,
            "giay_khen",
            "bang_khen",
        )

    def test_a_giay_khen_is_never_raised(self, cast):
        nomination = c.accepted(cast)
        c.closed_session(cast)
        with pytest.raises(Refused, match="không chuyển ngược lại"):
            workflow.take("lower", nomination, by=cast.thu, note="Hội đồng thống nhất chuyển hình thức.")

    def test_a_different_score_needs_a_reason(self, cast):
        c.accepted(cast)
        session = c.open_session(cast)
        item = session.items.get()
        own = actions.council_scores.self_points(item.nomination)
        given = {code: (points, "") for code, points in own.items()}
        given["C1.1"] = (own["C1.1"] - 1, "")
        with pytest.raises(Refused, match=r"C1\.1 khác điểm tự chấm"):
            actions.council_scores.score(item, given, by=cast.giang)


@pytest.mark.django_db(transaction=True)
def test_the_office_is_told_after_commit(cast):
    c.submitted(cast)
    assert [message.to for message in mail.outbox] == [["chi@example.test"]]


@pytest.mark.django_db
def test_a_failing_post_office_loses_nothing(cast, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "tests.cast.NoBackend"
    with django_capture_on_commit_callbacks(execute=True):
        assert c.submitted(cast).status == S.SUBMITTED
