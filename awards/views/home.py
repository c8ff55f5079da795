"""What to do now: the campaigns, their deadline, the unit's dossiers and the one next step of each."""

from dataclasses import dataclass

from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse

from awards import policies
from awards.models import Event, LateWindow, Nomination
from campaigns import clock, deadlines
from campaigns.models import Campaign, DossierPart, Unit
from campaigns.models.campaign import NomineeKind

S = Nomination.Status


@dataclass(frozen=True)
class Next:
    """The single next thing to do: a sentence and, where somebody can act, a button."""

    sentence: str
    label: str = ""
    url: str = ""


def home(request):
    user = request.user
    if not user.writes_for_unit:
        return redirect("admin:index")
    now = clock.now()
    units = list(Unit.objects.filter(pk__in=user.unit_ids))
    campaigns = list(Campaign.objects.visible_to(user).select_related("department"))
    dossiers = _dossiers(units)
    windows = LateWindow.objects.filter(
        unit__in=units, opened_at__lte=now, open_until__gt=now
    ).select_related("unit")
    windows = list(windows.order_by("open_until"))
    return render(
        request,
        "awards/home.html",
        {
            "campaigns": [_campaign(row, units, dossiers, windows, now) for row in campaigns],
            "units": units,
        },
    )


def _dossiers(units):
    rows = (
        Nomination.objects.filter(unit__in=units)
        .with_names()
        .select_related("letter", "minutes", "report")
        .annotate(scored=Count("self_scores"))
        .order_by("unit__order", "number")
    )
    rows = list(rows)
    returned = [row.pk for row in rows if row.status == S.RETURNED]
    reasons = {}
    for event in Event.objects.filter(nomination__in=returned, verb="return").order_by("sequence"):
        reasons[event.nomination_id] = event
    for row in rows:
        row.returned_by = reasons.get(row.pk)
        row.next = _next(row)
    return rows


def _campaign(campaign, units, dossiers, windows, now):
    mine = [row for row in dossiers if row.campaign_id == campaign.pk]
    late = [window for window in windows if window.campaign_id == campaign.pk]
    until = deadlines.deadline_for(campaign, max((row.open_until for row in late), default=None))
    return {
        "campaign": campaign,
        "phase": deadlines.phase(campaign, now),
        "urgency": deadlines.urgency(campaign.deadline_at, now),
        "is_open": deadlines.is_open(campaign.deadline_at, now),
        "time_left": deadlines.time_left(until, now),
        "last_day": deadlines.last_day(campaign.deadline_at),
        "working_close": deadlines.working_close(campaign),
        "late_windows": late,
        "dossiers": [row for row in mine if row.status != S.WITHDRAWN],
        "withdrawn": [row for row in mine if row.status == S.WITHDRAWN],
        "startable": [
            unit
            for unit in units
            if _has_room(campaign, unit, mine) and _is_timely(campaign, unit, late, now)
        ],
    }


def _has_room(campaign, unit, mine):
    live = [row for row in mine if row.unit_id == unit.pk and row.status != S.WITHDRAWN]
    return unit.is_active and len(live) < policies.quotas.unit_quota(campaign, unit)


def _is_timely(campaign, unit, late, now):
    return deadlines.is_open(campaign.deadline_at, now) or any(row.unit_id == unit.pk for row in late)


def _next(row):
    if row.status == S.DRAFT:
        return _next_of_draft(row)
    url = reverse("dossier", args=[row.reference])
    return {
        S.RETURNED: Next("Sửa theo lý do trả lại rồi trình lại.", "Sửa hồ sơ", url),
        S.SUBMITTED: Next("Chờ Văn phòng Sở tiếp nhận; trước đó đơn vị còn thu hồi được.", "Xem hồ sơ", url),
        S.RECEIVED: Next("Văn phòng Sở đang kiểm tra hồ sơ.", "Xem hồ sơ", url),
        S.ACCEPTED: Next("Hồ sơ hợp lệ, chờ Hội đồng Thi đua - Khen thưởng họp xét.", "Xem hồ sơ", url),
        S.RECOMMENDED: Next("Hội đồng đề nghị khen; chờ quyết định.", "Xem hồ sơ", url),
        S.FORWARDED: Next("Sở đã trình Chủ tịch UBND tỉnh; chờ quyết định.", "Xem hồ sơ", url),
    }.get(row.status, Next("Không còn việc gì phải làm.", "Xem hồ sơ", url))


def _next_of_draft(row):
    if row.kind == NomineeKind.INDIVIDUAL and not row.is_direct_worker:
        return _go(row, "nominee", "Xác nhận cá nhân trực tiếp tham mưu.", "Xác nhận")
    for part, name in DossierPart.Code.choices:
        if not hasattr(row, part):
            return _go(row, part, f"Soạn {name}.", f"Soạn {name}")
    if not row.scored:
        return _go(row, "scores", "Tự chấm điểm theo tiêu chí.", "Tự chấm điểm")
    return _go(
        row, "dossier", "Xem danh sách kiểm tra, bổ sung chỗ còn thiếu rồi trình.", "Kiểm tra và trình"
    )


def _go(row, name, sentence, label):
    return Next(sentence, label, reverse(name, args=[row.reference]))
