"""What the papers of a session take from rows that live on, written to CouncilSession.cited on closing."""

from . import citations


def cite(session):
    """What the papers of a session take from rows that live on, written to CouncilSession.cited on closing.

    A plan that is numbered anew, a member who is promoted or leaves, rewrites no minutes. The thresholds are those of
    every form: what a vote for a Bằng khen gives towards a Giấy khen is asked long after it (docs/domain.md A14).
    """
    return {
        "campaign": citations.frame(session.campaign),
        "thresholds": session.thresholds,
        "seats": seats(session),
        "council": citations.council(session.campaign),
    }


def seats(session):
    return [
        {**citations.seat(row.member), "presence": row.presence, "reason": row.reason}
        for row in session.attendance.select_related("member__person__unit")
    ]
