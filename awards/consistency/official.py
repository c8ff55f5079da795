"""Do the Council's and the department's papers agree with what was sent, voted and decided?

From its sending on, a dossier's own words name the nominee in every paper (snapshots.citations.sent), so papers cannot
differ among themselves. What can part from them: the roster, the agenda, the seats, and a draft that was written
before the Council or the Director changed something. A constant number of queries each.
"""

from django.db.models import Prefetch, prefetch_related_objects

from awards.models import CouncilMember, CouncilSession, Decision, Nomination, SessionItem
from awards.snapshots import citations
from campaigns import clock
from campaigns.models import AwardForm
from campaigns.vietnamese import dates, names

from .disagreements import Disagreement, Side

S = Nomination.Status
PLANNED, OPEN, CLOSED, CANCELLED = CouncilSession.Status
# What the Council proposed for an award, as far as the decision has not followed yet.
_TO_DECIDE = (S.RECOMMENDED, S.FORWARDED)
# Still in the hands of the department, which can mend the roster or send the dossier back.
_WEIGHED = (S.SUBMITTED, S.RECEIVED, S.ACCEPTED, S.RECOMMENDED)
_OURS = (Decision.Kind.DEPARTMENT_AWARD, Decision.Kind.PROPOSAL)
_WHO = {
    "name": "Tên",
    "honorific": "Xưng hô",
    "position": "Chức vụ",
    "person_unit": "Đơn vị công tác",
    "unit": "Đơn vị đề nghị",
}
_PEOPLE = "Quản trị › Cán bộ, công chức, viên chức"
_UNITS = "Quản trị › Đơn vị"


def prefetch_items(session):
    """Read the agenda once for a page that lists all papers of a session: `session.items.all()` then asks no more."""
    prefetch_related_objects([session], Prefetch("items", _with_names(SessionItem.objects)))


def _with_names(items):
    return items.select_related("nomination__unit", "nomination__person__unit", "nomination__campaign")


def of_session(session, items=None):
    """What the papers of this session would contradict. `session` with its campaign at hand.

    `items` are those of `prefetch_items`, where the caller has read them already.
    """
    if session.status == CANCELLED:
        return []
    items = list(_with_names(session.items)) if items is None else items
    nominations = [item.nomination for item in items]
    sent = citations.sent(nominations)
    found = list(_voted_form(items, sent))
    if session.status == CLOSED:
        # The figures are frozen; a later promotion rewrites no minutes.
        return [*found, *_members(session, items)]
    if session.status == PLANNED:
        found += [*_agenda(items), *_seats(session)]
    return [*found, *_roster(nominations, sent)]


def of_decision(decision):
    """What this decision or letter to the province would contradict. `decision` with its campaign at hand."""
    rows = list(decision.nominations.select_related("unit", "person__unit").order_by("reference"))
    if decision.status == Decision.Status.DROPPED:
        return []
    if decision.status == Decision.Status.SIGNED:
        return list(_awards(decision, rows))
    found = [
        *_concluded(decision, rows),
        *_decided_before_the_vote(decision, rows),
        *_elsewhere(decision, rows),
    ]
    # What the province decided was written in the letter to it: a promotion since then changes nothing.
    return [*found, *_roster(rows, citations.sent(rows))] if decision.kind in _OURS else found


def of_campaign(campaign):
    """What the summary of all proposals would contradict."""
    rows = Nomination.objects.filter(campaign=campaign)
    return of_roster(rows.select_related("unit", "person__unit").order_by("reference"))


def of_roster(nominations, sent=None):
    """The dossiers that are still on their way to a decision, as sent, beside the roster.

    `sent` is their citations.sent, where the caller has read the submissions already.
    """
    rows = [row for row in nominations if row.status in _WEIGHED]
    return list(_roster(rows, citations.sent(rows) if sent is None else sent))


# --- what was sent, and the roster of today --------------------------------------------------------------


def _roster(nominations, sent):
    """Name, post and unit as sent beside the roster, from which pages and Excel lists are made."""
    for row in nominations:
        as_sent = sent.get(row.reference)
        if as_sent is None:
            continue
        now = citations.nominee(row, {})
        for key, label in _WHO.items():
            if not names.alike(as_sent[key] or "", now[key] or ""):
                yield _parted(row, label, as_sent[key], now[key], by_unit=key in ("unit", "person_unit"))


def _parted(row, label, before, now, *, by_unit):
    collective = row.person is None
    where = _UNITS if collective or by_unit else _PEOPLE
    return Disagreement(
        f"{label} – {row.reference}",
        (
            Side("Hồ sơ đã trình", before or "(trống)", row=row),
            Side("Danh sách hiện nay", now or "(trống)", row=row.unit if collective else row.person),
        ),
        f"Hồ sơ {row.reference} đã trình ghi {label.lower()} “{before or 'trống'}”, danh sách nay ghi “{now or 'trống'}”. "
        "Văn bản của Hội đồng và của Sở phải ghi như hồ sơ đã trình: hãy sửa lại danh sách tại "
        f"{where}, hoặc trả lại hồ sơ (khi Hội đồng chưa xét) để đơn vị trình lại.",
    )


# --- the session -----------------------------------------------------------------------------------------


def _label(code):
    return str(AwardForm.Code(code).label)


def _voted_form(items, sent):
    """The form put to the vote is the form that the dossier asks for (plan III.2.2; docs/domain.md A14)."""
    for item in items:
        as_sent = sent.get(item.nomination.reference)
        if as_sent and as_sent["award_form"] != item.award_form:
            asked, put = _label(as_sent["award_form"]), _label(item.award_form)
            yield Disagreement(
                f"Hình thức – {item.nomination.reference}",
                (Side("Hồ sơ đã trình", asked, row=item.nomination), Side("Chương trình phiên họp", put)),
                f"Hồ sơ {item.nomination.reference} đề nghị {asked} nhưng chương trình phiên họp ghi {put}. Hãy cập nhật "
                "chương trình phiên họp.",
            )


def _agenda(items):
    """An agenda names only what waits for the Council."""
    for item in items:
        row = item.nomination
        if row.status != S.ACCEPTED:
            yield Disagreement(
                f"Chương trình – {row.reference}",
                (
                    Side("Chương trình phiên họp", "đưa ra xét"),
                    Side("Hồ sơ", str(row.get_status_display()), row=row),
                ),
                f"Chương trình phiên họp có hồ sơ {row.reference}, nhưng hồ sơ nay ở trạng thái "
                f"“{row.get_status_display()}”. Hãy bấm “Cập nhật chương trình” tại trang phiên họp.",
            )


def _seats(session):
    """Everybody who sits on the Council is invited, and nobody else (docs/domain.md 1.5)."""
    invited = {row.member_id: row.member for row in session.attendance.select_related("member__person")}
    seats = CouncilMember.objects.filter(campaign=session.campaign, is_active=True).select_related("person")
    seats = {seat.pk: seat for seat in seats}
    if seats.keys() == invited.keys():
        return
    differ = [
        row.person.full_name for pk, row in {**invited, **seats}.items() if (pk in seats) != (pk in invited)
    ]
    yield Disagreement(
        "Thành viên Hội đồng",
        (
            Side("Thành phần mời họp", f"{len(invited):02d} thành viên"),
            Side("Danh sách Hội đồng", f"{len(seats):02d} thành viên"),
        ),
        f"Thành phần mời họp khác danh sách Hội đồng ({', '.join(differ)}). Hãy bấm “Cập nhật chương trình” tại trang "
        "phiên họp.",
    )


def _members(session, items):
    """Those counted at the roll call are those the votes are shares of."""
    takes_part = [row.takes_part for row in session.attendance.all()]
    called = (len(takes_part), sum(takes_part))
    for item in items:
        counted = (item.total_members, item.took_part)
        if counted != called:
            yield Disagreement(
                f"Số thành viên – {item.nomination.reference}",
                (
                    Side("Điểm danh phiên họp", _taking_part(*called)),
                    Side("Kết quả đã chốt", _taking_part(*counted)),
                ),
                f"Điểm danh phiên họp và kết quả đã chốt của hồ sơ {item.nomination.reference} ghi số thành viên khác "
                "nhau. Kết quả đã chốt không sửa được: hãy báo quản trị kiểm tra nhật ký (verify_history).",
            )


def _taking_part(total, present):
    return f"{present}/{total} thành viên tham gia"


# --- the decision ----------------------------------------------------------------------------------------


def _concluded(decision, rows):
    """The draft proposes what the Council proposed (docs/domain.md 1.4: no form is raised or lowered on the way)."""
    form = decision.form
    for row in rows:
        if row.status in _TO_DECIDE and row.award_form == form:
            continue
        concluded = _label(row.award_form) if row.status in _TO_DECIDE else str(row.get_status_display())
        yield Disagreement(
            f"Hình thức – {row.reference}",
            (
                Side("Kết luận của Hội đồng", concluded, row=row),
                Side(f"Dự thảo {decision}", _label(form), row=decision),
            ),
            f"Dự thảo {decision} ghi {_label(form)} cho {row.nominee_name} ({row.reference}), nhưng hồ sơ nay là "
            f"“{concluded}”. Hãy bỏ hồ sơ này khỏi dự thảo.",
        )


def _decided_before_the_vote(decision, rows):
    """The paper cites the Council's minutes, so it cannot be older."""
    if decision.issued_on is None:
        return
    items = SessionItem.objects.filter(nomination__in=rows, session__status=CLOSED).select_related("session")
    last = max((item.session for item in items), key=lambda session: session.closed_at, default=None)
    held = last and last.closed_at.astimezone(clock.ZONE).date()
    if held and decision.issued_on < held:
        yield Disagreement(
            "Ngày họp Hội đồng và ngày ký",
            (
                Side("Biên bản họp Hội đồng", f"họp ngày {dates.short(held)}", row=last),
                Side(f"Dự thảo {decision}", f"ký ngày {dates.short(decision.issued_on)}", row=decision),
            ),
            f"Dự thảo {decision} ghi ngày ký {dates.short(decision.issued_on)}, trước ngày họp Hội đồng "
            f"{dates.short(held)} mà văn bản căn cứ. Hãy sửa ngày ký.",
        )


def _elsewhere(decision, rows):
    """Nobody stands in two papers of one kind (Luật Thi đua, khen thưởng, Điều 5)."""
    mine = {row.pk: row for row in rows}
    others = Decision.objects.filter(kind=decision.kind, nominations__in=rows).exclude(pk=decision.pk)
    others = others.exclude(status=Decision.Status.DROPPED)
    for other in others.distinct().prefetch_related("nominations").order_by("pk"):
        for twice in (mine[row.pk] for row in other.nominations.all() if row.pk in mine):
            yield Disagreement(
                f"Danh sách – {twice.reference}",
                (
                    Side(str(other), twice.nominee_name, row=other),
                    Side(f"Dự thảo {decision}", twice.nominee_name, row=decision),
                ),
                f"{twice.nominee_name} ({twice.reference}) có tên trong hai văn bản: {other} và {decision}. Một thành tích "
                "chỉ khen một lần (Luật Thi đua, khen thưởng, Điều 5): hãy bỏ khỏi một văn bản.",
            )


def _awards(decision, rows):
    """A signed decision and the awards written when it was signed."""
    if decision.kind not in (Decision.Kind.DEPARTMENT_AWARD, Decision.Kind.PROVINCE_AWARD):
        return
    given = {award.nomination_id: award.form for award in decision.awards.all()}
    form = decision.form
    if given != dict.fromkeys((row.pk for row in rows), form):
        listed = sum(code == form for code in given.values())
        yield Disagreement(
            f"Danh sách của {decision}",
            (
                Side("Quyết định", f"{_label(form)}: {len(rows):02d}", row=decision),
                Side("Khen thưởng đã ghi", f"{_label(form)}: {listed:02d}"),
            ),
            f"Danh sách của {decision} và các khen thưởng đã ghi khi xác nhận ký không khớp. Văn bản đã ký không sửa được: "
            "hãy báo quản trị kiểm tra nhật ký (verify_history).",
        )
