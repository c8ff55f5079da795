"""Nominations, a session and decisions for the official papers, made through the real workflow."""

from datetime import timedelta

from awards import actions, paper_checks, workflow
from awards.models import Attendance, Ballot, Nomination
from campaigns import clock
from campaigns.models import User
from tests.cast import accepted, assess, decision, make_person, make_unit, make_user

PRESENT, WRITTEN, ABSENT = Attendance.Presence
NAMES = ("Một", "Hai", "Ba", "Bốn")
FORMS = ("giay_khen", "bang_khen", "giay_khen")


def units(cast, count):
    """Units beside the cast's own, each with a clerk: (unit, account)."""
    department = cast.campaign.department
    made = []
    for n in range(1, count + 1):
        unit = make_unit(department, f"phong-{n}", f"Phòng Chuyên môn số {n} (mẫu)", order=100 + n)
        person = make_person(department, unit, f"Nông Văn {NAMES[n - 1]} (mẫu)")
        made.append((unit, make_user(f"canbo{n}", User.Role.CLERK, department, unit, person)))
    return made


def several(cast, count, forms=FORMS):
    """Accepted nominations of as many units: a collective, a person, a collective …"""
    made = []
    for n, (unit, clerk) in enumerate(units(cast, count)):
        person = clerk.person if n % 2 else None
        made.append(accepted(cast, unit=unit, by=clerk, person=person, award_form=forms[n]))
    return made


def closed(cast, *, no=(), absent="hai"):
    """A session on what waits: one member absent with a reason, the others vote yes.

    `no` names the members who vote against everything.
    """
    session = actions.council_sessions.plan(
        cast.campaign, by=cast.thu, scheduled_at=clock.now() + timedelta(hours=5), place="Phòng họp Sở (mẫu)"
    )
    given = {seat.pk: (PRESENT, "") for seat in cast.seats.values()}
    given[cast.seats[absent].pk] = (ABSENT, "đi công tác (mẫu)")
    actions.council_sessions.attend(session, given, by=cast.thu)
    session = actions.council_sessions.open_session(session, by=cast.thu)
    for item in session.items.select_related("session__campaign", "nomination__campaign"):
        own = actions.council_scores.self_points(item.nomination)
        for name, seat in cast.seats.items():
            if name == absent or actions.council_sessions.is_nominee(seat, item.nomination):
                continue
            actions.council_scores.score(
                item, {code: (points, "") for code, points in own.items()}, by=cast.users[name]
            )
            choice = Ballot.Choice.NO if name in no else Ballot.Choice.YES
            actions.council_scores.vote(item, choice, by=cast.users[name])
    return actions.council_sessions.close_session(
        session, by=cast.thu, conclusion="Hội đồng thống nhất kết quả bỏ phiếu (mẫu)."
    )


def recommend_all(cast, nominations):
    for row in nominations:
        workflow.take("recommend", Nomination.objects.get(pk=row.pk), by=cast.thu)
    return list(Nomination.objects.filter(pk__in=[row.pk for row in nominations]))


def signed(cast, nominations, kind="department_award", *, by=None, **more):
    made = decision(cast, nominations, kind, **more)
    return actions.decisions.sign(made, by=by or cast.dung)


def faults(pdf, kind=None):
    """What the checks of Decree 30 and of PDF/A hold against a paper, in words; empty when it is right."""
    return [
        f"{point.code}: {point.measured} ({point.place})"
        for point in paper_checks.judge(pdf, kind, archive=True)
        if point.passed is False
    ]


__all__ = ["assess", "closed", "faults", "recommend_all", "several", "signed", "units"]
