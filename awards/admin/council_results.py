"""WHAT DID THE COUNCIL CONCLUDE? The ranked board, the chair's word on a tie, the conclusions as they are recorded."""

from django.contrib import messages
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from awards import actions, permissions, policies, voting, workflow
from awards.exceptions import Refused
from awards.http.responses import CONFLICT, render, see_other
from awards.models import CouncilMember, CouncilSession
from campaigns.models import AwardForm, Campaign
from campaigns.vietnamese import numbers

from . import bulk_actions, council_context

OPEN, CLOSED = CouncilSession.Status.OPEN, CouncilSession.Status.CLOSED


class Concluding:
    """The pages of it, for the table of sessions."""

    def concluding_urls(self, view, name):
        return [
            path("<int:pk>/bang-tong-hop/", view(require_GET(self.board)), name=f"{name}board"),
            path("<int:pk>/ho-so/<int:item_pk>/thu-tu/", view(require_POST(self.tie)), name=f"{name}tie"),
            path("<int:pk>/ket-luan/", view(self.results), name=f"{name}results"),
        ]

    def board(self, request, pk, failed=None, typed=None, status=200):
        """Ranked, collectives first. While a secret ballot is open only the number of votes is shown."""
        session = self._session(request, pk)
        seat = permissions.seat_of(request.user, session.campaign)
        rows = actions.council_ranking.board(session)
        hidden = session.status != CLOSED and session.campaign.ballot == Campaign.Ballot.SECRET
        taking = [row for row in session.attendance.select_related("member") if row.takes_part]
        chair = seat is not None and seat.role == CouncilMember.Role.CHAIR
        thresholds = session.thresholds
        shown_rows = [
            {**_voted(session, row, taking, thresholds, hidden), **_ordered(row.item, failed, typed)}
            for row in rows
        ]
        context = self.page(
            request,
            title=f"Bảng tổng hợp – Phiên họp thứ {session.number}",
            session=session,
            groups=[
                ("Tập thể", [row for row in shown_rows if row["row"].item.nomination.kind == "collective"]),
                ("Cá nhân", [row for row in shown_rows if row["row"].item.nomination.kind == "individual"]),
            ],
            hidden=hidden,
            ties=chair and session.status == OPEN,
            # How far the campaign is today: it says nothing of this session.
            quota=council_context.quota(session.campaign),
        )
        return render(request, "admin/awards/board.html", context, status=status)

    def tie(self, request, pk, item_pk):
        session = self._session(request, pk)
        item = self._item(session, item_pk)
        order, note = numbers.posted(request.POST.get("order", ""), digits=3), request.POST.get("note", "")
        try:
            if not order:
                raise Refused("Thứ tự phải là số nguyên từ 1 đến 999; số nhỏ xếp trước.")
            actions.council_ranking.break_tie(item, order, note, by=request.user)
        except Refused as refused:
            return self.board(request, pk, (item.pk, refused.sentence), request.POST, CONFLICT)
        self.message_user(
            request, f"Đã ghi thứ tự {order} cho {item.nomination.nominee_name}.", messages.SUCCESS
        )
        return see_other(self.link("board", pk))

    # --- the conclusions -----------------------------------------------------------------------------------

    def results(self, request, pk):
        """Every voted item with the conclusion its votes allow; the chair or secretary records them."""
        session = self._session(request, pk)
        if session.status != CLOSED:
            return see_other(self.link("change", pk))
        outcomes, status = {}, 200
        if request.method == "POST":
            outcomes = self._record(request, session)
            done = [sentence for _, sentence in outcomes.values() if not sentence]
            if done:
                self.message_user(
                    request, f"Đã ghi nhận kết luận của {len(done):02d} hồ sơ.", messages.SUCCESS
                )
            if len(done) == len(outcomes) and done:
                return see_other(self.link("results", pk))
            status = CONFLICT
        items = _voted_on(session)
        context = self.page(
            request,
            title=f"Ghi nhận kết luận – Phiên họp thứ {session.number}",
            session=session,
            rows=[_result_row(item, request.user, outcomes, request.POST) for item in items],
            leads=council_context.leads(request.user, session.campaign),
            quota=council_context.quota(session.campaign),
            empty=request.method == "POST" and not outcomes,
            waiting=council_context.unrecorded(items),
        )
        return render(request, "admin/awards/results.html", context, status=status)

    def _record(self, request, session):
        """{item pk: (verb, refusal or "")} of every line for which a conclusion was chosen."""
        outcomes = {}
        for item in session.items.select_related("nomination__campaign"):
            verb = request.POST.get(f"verb-{item.pk}", "")
            if verb not in bulk_actions.COUNCIL_VERBS:
                continue
            try:
                workflow.take(
                    verb,
                    item.nomination,
                    by=request.user,
                    note=request.POST.get(f"note-{item.pk}", ""),
                    version=numbers.posted(request.POST.get(f"version-{item.pk}", "")) or 0,
                )
            except Refused as refused:
                outcomes[item.pk] = (verb, refused.sentence)
            else:
                outcomes[item.pk] = (verb, "")
        return outcomes


# --- a line of the board ------------------------------------------------------------------------------------


def _voted(session, row, taking, thresholds, hidden):
    """Name and unit are today's, so that the dossier is found under them; every figure of a closed session is frozen."""
    base, due = _counted_on(session, row.item, taking)
    return {
        "row": row,
        "due": due,
        "yes": None if hidden else row.yes,
        "no": None if hidden else row.no,
        "invalid": None if hidden else row.invalid,
        "percent": "" if hidden or not base else voting.percent_text(row.yes, base),
        "threshold": voting.needed_text(**thresholds[row.item.award_form]),
    }


def _counted_on(session, item, taking):
    """(of how many the votes are a share, how many are to vote): nobody was left to vote when it closed."""
    if session.status == CLOSED:
        return item.base, item.issued
    return session.base(len(taking)), sum(
        not actions.council_sessions.is_nominee(row.member, item.nomination) for row in taking
    )


def _ordered(item, failed, typed):
    """The chair's word on it, or what was typed of it and refused."""
    if failed is not None and failed[0] == item.pk:
        return {"error": failed[1], "order": typed.get("order", ""), "note": typed.get("note", "")}
    return {"error": "", "order": item.chair_order or "", "note": item.chair_note}


# --- a line of the conclusions ------------------------------------------------------------------------------


def _voted_on(session):
    names = ("nomination__campaign__department", "nomination__unit", "nomination__person__unit")
    items = list(
        session.items.select_related("session__campaign", *names).order_by(
            "nomination__kind", "place", "order"
        )
    )
    policies.council.prefetch_results([item.nomination for item in items])
    return items


def _result_row(item, user, outcomes, posted):
    """An item with every conclusion that may be recorded, and the sentence where one may not."""
    nomination = item.nomination
    options = []
    if nomination.status == "accepted":
        for verb in bulk_actions.COUNCIL_VERBS:
            if verb == "lower" and nomination.award_form != AwardForm.Code.BANG_KHEN:
                continue
            options.append((verb, workflow.STEPS[verb].label, workflow.refusal(verb, nomination, user)))
    verb, sentence = outcomes.get(item.pk, ("", ""))
    proposed = _proposed(item, options)
    return {
        "item": item,
        "nomination": nomination,
        "options": options,
        "chosen": verb or posted.get(f"verb-{item.pk}", proposed),
        "note": posted.get(f"note-{item.pk}", _vote_note(item) if proposed == "decline" else ""),
        "error": sentence,
        "percent": voting.percent_text(item.yes, item.base),
        "threshold": voting.needed_text(item.threshold_percent, item.threshold_is_strict),
    }


def _proposed(item, options):
    """What the votes alone say. Where a Giấy khen is still within reach the Council must choose (docs/domain.md A14)."""
    free = {verb for verb, _, refusal in options if not refusal}
    if not options or (not item.passed and "lower" in free):
        return ""
    return "recommend" if item.passed else "decline"


def _vote_note(item):
    """The reason that follows from the votes; the secretary may write more."""
    needed = voting.needed_text(item.threshold_percent, item.threshold_is_strict)
    return (
        f"Theo kết quả bỏ phiếu tại phiên họp thứ {item.session.number}: {item.yes}/{item.base} phiếu đồng ý, "
        f"không đạt tỷ lệ {needed} {item.session.base_words}."
    )
