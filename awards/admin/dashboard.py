"""The first page of the admin: where everything stands, and what this account should do now.

A constant number of queries, whatever the number of dossiers.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from awards import policies
from awards.models import CouncilMember, CouncilSession, Decision, Nomination, SessionItem, VoteCast
from awards.models.council import on_an_agenda
from awards.permissions import seats_of
from campaigns import clock, deadlines
from campaigns.models import AwardForm, Campaign, Person, Unit, User
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import dates

S = Nomination.Status


@dataclass(frozen=True)
class Task:
    """A line of "việc cần làm". `tone` is "warn" for what cannot wait."""

    text: str
    url: str
    tone: str = ""
    button: str = "Mở"


def dashboard(user):
    seen = Nomination.objects.visible_to(user)
    counts = _counts(seen)
    return {
        "counters": _counters(counts),
        "tasks": [*_office(user, counts), *_council(user), *_decisions(user, counts), *_administrator(user)],
        "campaigns": _campaigns(user),
        "total": sum(n for n, _ in counts.values()),
    }


def _counts(seen):
    """{status: (how many, how many of them overdue)}."""
    late = Q(status_changed_at__lt=policies.review.overdue_since(clock.now()))
    rows = seen.order_by().values("status").annotate(n=Count("pk"), old=Count("pk", filter=late))
    return {row["status"]: (row["n"], row["old"]) for row in rows}


def _url(model, name="changelist", *args, query=""):
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=args) + query


def _queue(status, query=""):
    return _url(Nomination, query=f"?status__exact={status}{query}")


def _counters(counts):
    return [
        {"label": S(status).label, "n": counts.get(status, (0, 0))[0], "url": _queue(status)}
        for status in S.values
    ]


def _office(user, counts):
    if user.role != User.Role.OFFICE:
        return
    waiting, old_waiting = counts.get(S.SUBMITTED, (0, 0))
    checking, old_checking = counts.get(S.RECEIVED, (0, 0))
    if waiting:
        yield Task(f"{waiting} hồ sơ đã trình, chờ tiếp nhận", _queue(S.SUBMITTED))
    if checking:
        yield Task(f"{checking} hồ sơ đã tiếp nhận, đang kiểm tra", _queue(S.RECEIVED))
    if old := old_waiting + old_checking:
        days = policies.review.overdue_days()
        query = f"?status__in={S.SUBMITTED},{S.RECEIVED}&cho={days}"
        yield Task(f"{old} hồ sơ đã chờ quá {days} ngày làm việc", _url(Nomination, query=query), "warn")
    if forwarded := counts.get(S.FORWARDED, (0, 0))[0]:
        yield Task(
            f"{forwarded} hồ sơ đã trình tỉnh, chờ ghi nhận văn bản trả lời",
            _url(Decision, "add"),
            button="Ghi nhận",
        )


def _council(user):
    """Sessions of the Councils this account sits on: one query for all counts."""
    seats = seats_of(user)
    if not seats:
        return
    seat_ids = [seat.pk for seat in seats.values()]
    leading = {pk for pk, seat in seats.items() if seat.presides}
    yield from _own_office(user, seats)
    waiting = (
        Nomination.objects.filter(campaign__in=leading, status=S.ACCEPTED)
        .exclude(pk__in=on_an_agenda())
        .count()
    )
    if waiting:
        yield Task(
            f"{waiting} hồ sơ hợp lệ chưa đưa vào phiên họp nào",
            _url(CouncilSession),
            button="Đến phiên họp",
        )
    sessions = CouncilSession.objects.filter(campaign__in=seats).select_related("campaign")
    counted = _items_of(sessions, user, seat_ids)
    present = set(
        CouncilSession.objects.filter(
            attendance__member__in=seat_ids, attendance__presence="present"
        ).values_list("pk", flat=True)
    )
    for session in sessions:
        row = counted.get(session.pk, {"mine": 0, "unrecorded": 0})
        yield from _session(session, row, leads=session.campaign_id in leading, attends=session.pk in present)


def _items_of(sessions, user, seat_ids):
    """{session pk: how many dossiers wait for this account's vote, how many for their conclusion}."""
    voted = VoteCast.objects.filter(item=OuterRef("pk"), member__in=seat_ids)
    items = (
        SessionItem.objects.filter(session__in=sessions)
        .order_by()
        .values("session")
        .annotate(
            mine=Count(
                "pk",
                filter=~Exists(voted)
                & ~Q(nomination__kind=NomineeKind.INDIVIDUAL, nomination__person=user.person_id),
            ),
            unrecorded=Count("pk", filter=Q(nomination__status=S.ACCEPTED)),
        )
    )
    return {row["session"]: row for row in items}


def _session(session, row, *, leads, attends):
    url = _url(CouncilSession, "change", session.pk)
    name = f"Phiên họp thứ {session.number}"
    if session.status == CouncilSession.Status.OPEN:
        if row["mine"] and attends:
            yield Task(f"{name}: còn {row['mine']} hồ sơ bạn chưa bỏ phiếu", url, "warn", "Chấm điểm")
        if leads:
            yield Task(f"{name} đang họp: theo dõi bỏ phiếu, kết thúc phiên họp", url)
    elif session.status == CouncilSession.Status.PLANNED:
        if leads:
            yield Task(f"{name} chưa khai mạc: điểm danh, khai mạc", url)
    elif session.status == CouncilSession.Status.CANCELLED:
        # Until the day on which the members would have come.
        if session.scheduled_at >= clock.now():
            day = dates.short(session.scheduled_at)
            yield Task(f"{name} (dự kiến ngày {day}) đã hủy. Lý do: {session.cancel_reason}", url)
    elif leads and row["unrecorded"]:
        yield Task(
            f"{name}: {row['unrecorded']} hồ sơ chưa ghi nhận kết luận",
            _url(CouncilSession, "results", session.pk),
            "warn",
            "Ghi nhận",
        )


def _own_office(user, seats):
    """The Office's own dossiers wait for a Council officer from elsewhere (docs/domain.md A11)."""
    if user.role == User.Role.OFFICE:
        return
    leads = {pk for pk, seat in seats.items() if seat.role in CouncilMember.LEADS}
    own = Nomination.objects.filter(
        campaign__in=leads,
        unit__kind__in=(Unit.Kind.OFFICE, Unit.Kind.WHOLE),
        status__in=(S.SUBMITTED, S.RECEIVED),
    ).count()
    if own:
        yield Task(
            f"{own} hồ sơ của chính Văn phòng chờ Hội đồng tiếp nhận, kiểm tra",
            _url(Nomination, query=f"?status__in={S.SUBMITTED},{S.RECEIVED}"),
        )


def _decisions(user, counts):
    seats = seats_of(user).values()
    drafts = user.role == User.Role.OFFICE or any(s.role == CouncilMember.Role.SECRETARY for s in seats)
    if user.role == User.Role.DIRECTOR:
        waiting = Decision.objects.visible_to(user).filter(
            status=Decision.Status.DRAFT,
            kind__in=(Decision.Kind.DEPARTMENT_AWARD, Decision.Kind.PROPOSAL),
        )
        for decision in waiting[:10]:
            ready = decision.number and decision.issued_on
            text = f"{decision.get_kind_display()} {decision}"
            yield Task(
                f"{text}: chờ xác nhận đã ký" if ready else f"{text}: dự thảo chưa đủ số, ngày",
                _url(Decision, "change", decision.pk),
                "warn" if ready else "",
            )
    if drafts and counts.get(S.RECOMMENDED):
        undrafted = (
            Nomination.objects.visible_to(user)
            .filter(status=S.RECOMMENDED)
            .exclude(decisions__status=Decision.Status.DRAFT)
            .aggregate(
                gk=Count("pk", filter=Q(award_form=AwardForm.Code.GIAY_KHEN)),
                bk=Count("pk", filter=Q(award_form=AwardForm.Code.BANG_KHEN)),
            )
        )
        for n, what in ((undrafted["gk"], "Giấy khen"), (undrafted["bk"], "Bằng khen")):
            if n:
                yield Task(
                    f"{n} hồ sơ {what} được Hội đồng đề nghị, chưa có dự thảo văn bản",
                    _url(Decision, "add"),
                    button="Soạn dự thảo",
                )


def _administrator(user):
    if user.role != User.Role.ADMINISTRATOR:
        return
    people = Person.objects.visible_to(user).active().count()
    units = Unit.objects.visible_to(user).active().count()
    accounts = User.objects.filter(department=user.department_id).aggregate(
        active=Count("pk", filter=Q(is_active=True)), waiting=Count("pk", filter=Q(must_change_password=True))
    )
    yield Task(f"{units} đơn vị đang hoạt động", _url(Unit))
    yield Task(f"{people} cán bộ, công chức, viên chức đang công tác", _url(Person))
    yield Task(
        f"{accounts['active']} tài khoản đang dùng, {accounts['waiting']} chờ đổi mật khẩu tạm", _url(User)
    )


def _campaigns(user):
    now = clock.now()
    found = []
    for campaign in Campaign.objects.visible_to(user):
        left = deadlines.time_left(campaign.deadline_at, now)
        found.append(
            {
                "campaign": campaign,
                "url": _url(Campaign, "change", campaign.pk),
                "phase": deadlines.phase(campaign, now).label,
                "left": left if left > timedelta(0) else None,
                "may_number": user.role in (User.Role.OFFICE, User.Role.ADMINISTRATOR),
            }
        )
    return found
