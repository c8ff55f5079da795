"""The steps of the sample campaign, each at its minute, as the people of the cast take them."""

from datetime import datetime

from awards import actions, workflow
from awards.models import Attendance, Ballot, CouncilMember
from campaigns import clock
from campaigns.models import DossierPart

from .dossiers import Desk
from .people import MARK

PARTS = DossierPart.Code.values
ROOM = f"Phòng họp tầng 2, trụ sở Sở{MARK}"
_P = Attendance.Presence


class Steps:
    """What a chapter is made of; Story knows the clock, the company and the desks."""

    def _begin(self, code, when, *, whole=True, without=()):
        desk = self.desks[code] = Desk(self.company, self.rows[code])
        with self.at(when):
            desk.start()
            if whole:
                desk.fill(without=without)
            else:
                desk.begin()

    def _submit(self, code, when, by=None):
        desk = self.desk(code)
        with self.at(when):
            workflow.take("submit", desk.nomination, by=by or desk.clerk)

    def _receive(self, code, when, by="vanphong"):
        desk = self.desk(code)
        with self.at(when):
            workflow.take("receive", desk.nomination, by=self.user(by))

    def _accept(self, code, when, by="vanphong"):
        desk = self.desk(code)
        with self.at(when):
            for part in PARTS:
                actions.paper_checks.record_paper_check(
                    desk.nomination, part, by=self.user(by), is_right=True
                )
            workflow.take("accept", desk.nomination, by=self.user(by))

    def _return(self, code, when, why, by="vanphong"):
        desk = self.desk(code)
        with self.at(when):
            for part in PARTS:
                right = part != "report"
                actions.paper_checks.record_paper_check(
                    desk.nomination, part, by=self.user(by), is_right=right, note="" if right else why
                )
            workflow.take("return", desk.nomination, by=self.user(by), note=why)

    def _finish(self, code, when):
        with self.at(when):
            self.desk(code).fill()

    def _correct(self, code, when, submitted, submit_by=None):
        """The unit does what the Office asked for and submits again."""
        desk = self.desk(code)
        with self.at(when):
            report = actions.dossiers.paper_of(desk.nomination, "report")
            more = "So với quý III/2023: số việc hoàn thành trước hạn tăng 17%, số hồ sơ trễ hạn giảm từ 04 xuống 0."
            desk.save("report", {"results": f"{report.results}\n{more}"})
            if self.rows[code]["kind"] == "collective":
                desk.attach_one("C5.1", "png", "Ảnh chụp trang quảng bá")
        self._submit(code, submitted, by=self.user(submit_by) if submit_by else None)

    def _plan(self, number, when, scheduled):
        with self.at(when):
            moment = datetime.strptime(scheduled, "%d/%m %H:%M").replace(tzinfo=clock.ZONE)
            moment = moment.replace(year=2023 if moment.month > 6 else 2024)
            self.sessions[number] = actions.council_sessions.plan(
                self.campaign, by=self.user("thuky"), scheduled_at=moment, place=ROOM
            )

    def _open(self, number, when, *, written=(), absent=()):
        presences = {
            seat.pk: (
                (_P.ABSENT, "Đi công tác theo quyết định của Giám đốc Sở (mẫu)")
                if name in absent
                else (_P.WRITTEN if name in written else _P.PRESENT, "")
            )
            for name, seat in self.company.seats.items()
        }
        with self.at(when):
            session = actions.council_sessions.attend(self.sessions[number], presences, by=self.user("thuky"))
            self.sessions[number] = actions.council_sessions.open_session(session, by=self.user("thuky"))

    def _assess(self, number, against, *, only=(), leave=()):
        """Members score and vote, one after the other; `against` says who or how many do not say yes."""
        session = self.sessions[number]
        items = list(
            session.items.select_related("session__campaign", "nomination__unit", "nomination__person")
        )
        choices = {item.pk: self._choices(item, against) for item in items}
        for name, row in self._taking_part(session):
            if name in leave or (only and name not in only):
                continue
            for item in items:
                if not actions.council_sessions.is_nominee(row.member, item.nomination):
                    self._ballot(item, name, row, choices[item.pk].get(name, Ballot.Choice.YES))

    def _taking_part(self, session):
        rows = session.attendance.exclude(presence=_P.ABSENT).select_related("member__person")
        by_seat = {row.member_id: row for row in rows}
        return [(name, by_seat[seat.pk]) for name, seat in self.company.seats.items() if seat.pk in by_seat]

    def _choices(self, item, against):
        """{username: choice} of those who do not say yes to this item."""
        wanted = against.get(item.nomination.unit.code, {})
        unwilling = wanted.get("no", 0)
        if isinstance(unwilling, list):
            return dict.fromkeys(unwilling, Ballot.Choice.NO)
        blank = wanted.get("invalid", 0)
        members = [
            name for name, seat in self.company.seats.items() if seat.role == CouncilMember.Role.MEMBER
        ]
        drawn = self.company.rng.sample(members, unwilling + blank)
        return {
            name: Ballot.Choice.INVALID if place < blank else Ballot.Choice.NO
            for place, name in enumerate(drawn)
        }

    def _ballot(self, item, name, row, choice):
        """A written opinion is entered by the secretary (NĐ 98, Điều 30 k7)."""
        written = row.presence == _P.WRITTEN
        by, member = (self.user("thuky"), row.member) if written else (self.user(name), None)
        with self.at(self.later(self.company.rng.randint(1, 3))):
            actions.council_scores.score(item, self._points(item, choice), by=by, member=member)
            actions.council_scores.vote(item, choice, by=by, member=member)

    def _points(self, item, choice):
        """The unit's own points; who does not agree, and now and then another, takes off a tenth."""
        stern = choice != Ballot.Choice.YES
        given = {}
        for code, own in actions.council_scores.self_points(item.nomination).items():
            lowered = own and (stern or self.company.rng.random() < 0.08)
            given[code] = (own * 9 / 10, "Minh chứng chưa đủ rõ (mẫu)") if lowered else (own, "")
        return {code: (points and round(points, 2), note) for code, (points, note) in given.items()}

    def _close(self, number, when):
        with self.at(when):
            conclusion = "Hội đồng thống nhất kết quả chấm điểm và bỏ phiếu; giao Thư ký hoàn thiện biên bản (phiên họp mẫu)."
            actions.council_sessions.close_session(
                self.sessions[number], by=self.user("thuky"), conclusion=conclusion
            )

    def _recommend(self, code, when):
        with self.at(when):
            workflow.take("recommend", self.desk(code).nomination, by=self.user("thuky"))

    def _decline(self, code, when, why):
        with self.at(when):
            workflow.take("decline", self.desk(code).nomination, by=self.user("thuky"), note=why)

    def _draft(self, kind, codes, when, *, key=None, number="01-mẫu"):
        director = self.company.people["leaders"][0]
        with self.at(when):
            self.decisions[key or kind] = actions.decisions.draft(
                self.campaign,
                kind,
                [self.desk(code).nomination for code in codes],
                by=self.user("vanphong"),
                number=number,
                issued_on=clock.now().date(),
                signer_title=self.company.department.head_title,
                # Never the plan's own signer: nobody real signs a sample.
                signer_name=director.full_name,
                note="Số mẫu, chỉ dùng để diễn tập.",
            )

    def _sign(self, key, when):
        with self.at(when):
            decision = actions.decisions.revise(
                self.decisions[key], by=self.user("vanphong"), issued_on=clock.now().date()
            )
            actions.decisions.sign(decision, by=self.user("giamdoc"))
