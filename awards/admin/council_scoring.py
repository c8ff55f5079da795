"""HOW DOES A MEMBER JUDGE ONE DOSSIER? The score sheet and the ballot, his own or an absent member's in writing."""

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from awards import actions, permissions, scoring
from awards.exceptions import Refused
from awards.http.responses import CONFLICT, render, see_other
from awards.models import Ballot, CouncilMember, CouncilScore, VoteCast
from campaigns.models import Campaign
from campaigns.vietnamese import numbers

from . import council_context


class Assessing:
    """The pages of it, for the table of sessions."""

    def assessing_urls(self, view, name):
        item = "<int:pk>/ho-so/<int:item_pk>/"
        member = f"{item}y-kien/<int:member_pk>/"
        return [
            path(item, view(self.score), name=f"{name}score"),
            path(f"{item}phieu/", view(self.vote), name=f"{name}vote"),
            path(member, view(self.score), name=f"{name}score_for"),
            path(f"{member}phieu/", view(self.vote), name=f"{name}vote_for"),
        ]

    # --- the score sheet -----------------------------------------------------------------------------------

    def score(self, request, pk, item_pk, member_pk=None):
        session = self._session(request, pk)
        item = self._item(session, item_pk)
        rules = actions.council_scores.clauses_for(item.nomination)
        typed, wrong, error, status = None, {}, "", 200
        if request.method == "POST":
            given, wrong = read_points(rules, request.POST)
            typed, status = request.POST, CONFLICT
            try:
                if wrong:
                    raise Refused(" ".join(wrong.values()))
                member = self._named(session, item, request.user, member_pk)
                total = actions.council_scores.score(item, given, by=request.user, member=member)
            except Refused as refused:
                error, wrong = refused.sentence, wrong or dict(refused.obstacles)
            else:
                points = "không tính điểm" if total is None else f"{numbers.decimal(total)}/100 điểm"
                self.message_user(
                    request,
                    f"Đã lưu điểm: {points}. Hãy đọc lại bảng điểm đã lưu rồi bỏ phiếu.",
                    messages.SUCCESS,
                )
                return see_other(self._item_url(session, item, member_pk))
        return self._score_page(request, session, item, rules, member_pk, typed, wrong, error, status)

    def _score_page(self, request, session, item, rules, member_pk, typed, wrong, error, status):
        member, refusal = self._assessor(session, item, request.user, member_pk)
        if member_pk is not None:
            # Not even to look at somebody else's scores.
            _require_lead(request.user, session.campaign)
        last, saved = _last_sent(item.nomination), _saved(item, member)
        voted = member is not None and VoteCast.objects.filter(item=item, member=member).exists()
        context = self.page(
            request,
            title=f"{item.nomination.reference} – {item.nomination.nominee_name}",
            session=session,
            item=item,
            nomination=item.nomination,
            member=member,
            written=member_pk is not None,
            refusal=refusal,
            error=error,
            rows=score_rows(rules, last, saved, typed, wrong),
            saved_total=actions.council_scores.saved_total(item, member) if saved else None,
            is_saved=bool(saved),
            voted=voted,
            editable=not refusal and not voted,
            papers=_papers_of(last),
            loose=_evidence_of(last, ""),
            achievements=last.content["letter"]["achievements"] if last else "",
            quota=council_context.quota(session.campaign),
            vote_url=self._item_url(session, item, member_pk, vote=True),
            dossier_url=reverse("admin:awards_nomination_change", args=[item.nomination_id]),
        )
        return render(request, "admin/awards/score.html", context, status=status)

    def _item_url(self, session, item, member_pk, vote=False):
        name = "vote" if vote else "score"
        if member_pk is None:
            return self.link(name, session.pk, item.pk)
        return self.link(f"{name}_for", session.pk, item.pk, member_pk)

    # --- the ballot ----------------------------------------------------------------------------------------

    def vote(self, request, pk, item_pk, member_pk=None):
        """First the page that asks for confirmation, then the ballot: it cannot be changed (docs/domain.md 1.5)."""
        session = self._session(request, pk)
        item = self._item(session, item_pk)
        choice = (request.POST if request.method == "POST" else request.GET).get("choice", "")
        error, status = "", 200
        member, refusal = self._assessor(session, item, request.user, member_pk)
        if request.method == "POST":
            try:
                named = self._named(session, item, request.user, member_pk)
                actions.council_scores.vote(item, choice, by=request.user, member=named)
            except Refused as refused:
                error, status = refused.sentence, CONFLICT
            else:
                self.message_user(
                    request, f"Đã bỏ phiếu cho hồ sơ {item.nomination.reference}.", messages.SUCCESS
                )
                return see_other(self.link("change", pk))
        elif choice not in Ballot.Choice.values:
            return see_other(self._item_url(session, item, member_pk))
        context = self.page(
            request,
            title="Xác nhận bỏ phiếu",
            session=session,
            item=item,
            nomination=item.nomination,
            member=member,
            written=member_pk is not None,
            choice=choice,
            choice_label=dict(Ballot.Choice.choices).get(choice, ""),
            error=error or refusal,
            back=self._item_url(session, item, member_pk),
            is_secret=session.campaign.ballot == Campaign.Ballot.SECRET,
        )
        return render(request, "admin/awards/vote.html", context, status=status)

    # --- whose sheet ---------------------------------------------------------------------------------------

    def _assessor(self, session, item, user, member_pk):
        """(whose sheet it is, sentence why not now). A written opinion is entered by chair or secretary."""
        own = member_pk is None
        seat = permissions.seat_of(user, session.campaign) if own else _seat(session, member_pk)
        try:
            if own:
                actions.council_scores.check_assess(session, item, user)
            else:
                actions.council_scores.check_enter_written(session, item, seat, user)
        except Refused as refused:
            return seat, refused.sentence
        return seat, ""

    def _named(self, session, item, user, member_pk):
        """The absent member whose opinion is entered; None for one's own."""
        if member_pk is None:
            return None
        member, sentence = self._assessor(session, item, user, member_pk)
        if sentence:
            raise Refused(sentence)
        return member


def _seat(session, member_pk):
    seats = CouncilMember.objects.select_related("person")
    return get_object_or_404(seats, pk=member_pk, campaign=session.campaign_id)


def _require_lead(user, campaign):
    if not council_context.leads(user, campaign):
        raise PermissionDenied(
            "Chỉ Chủ tịch hoặc Thư ký Hội đồng nhập ý kiến bằng văn bản của thành viên vắng."
        )


# --- what was posted --------------------------------------------------------------------------------------


def read_points(rules, data):
    """({code: (points or None, note)}, {code: sentence}) of a posted score sheet."""
    given, wrong = {}, {}
    for rule in rules:
        raw, note = data.get(f"points-{rule.code}", "").strip(), data.get(f"note-{rule.code}", "")
        if data.get(f"na-{rule.code}"):
            given[rule.code] = (None, note)
            continue
        if not raw:
            wrong[rule.code] = f"Chưa chấm ý {rule.code}."
            continue
        try:
            points = numbers.parse(raw)
        except ValueError:
            wrong[rule.code] = f"Ý {rule.code}: “{raw}” không phải là số. Hãy nhập số, ví dụ 4 hoặc 4,5."
            continue
        # Longer ones do not even fit the arithmetic.
        if len(raw) > 20 or points != round(points, 2):
            wrong[rule.code] = f"Ý {rule.code}: điểm có tối đa hai chữ số thập phân."
            continue
        given[rule.code] = (points, note)
    return given, wrong


# --- what the sheet shows -----------------------------------------------------------------------------------


def _last_sent(nomination):
    last = nomination.submissions.order_by("-number").prefetch_related("papers").first()
    if last is not None:
        last.nomination = nomination
    return last


def _saved(item, member):
    """{clause pk: score} of this member."""
    if member is None:
        return {}
    return {score.clause_id: score for score in CouncilScore.objects.filter(item=item, member=member)}


def _papers_of(last):
    if last is None:
        return []
    return [
        (paper.get_part_display(), reverse("sealed_paper", args=[last.nomination.reference, paper.key]))
        for paper in last.papers.all()
    ]


def score_rows(rules, last, saved, typed, wrong):
    """One line per clause: the unit's answer beside the member's points; what was typed wins over what is saved."""
    own = {row["clause"]: row for row in last.content["scores"]} if last else {}
    rows = []
    for rule in rules:
        answer, score = own.get(rule.code, {}), saved.get(rule.pk)
        own_points = answer.get("points")
        points, note, excluded = _shown_points(rule, score, own_points, answer)
        if typed is not None:
            points = typed.get(f"points-{rule.code}", "")
            note = typed.get(f"note-{rule.code}", "")
            excluded = bool(typed.get(f"na-{rule.code}"))
        rows.append(
            {
                "rule": rule,
                "said": scoring.describe(answer.get("answer", {}), rule),
                "own": None if own_points is None else Decimal(own_points),
                "explanation": answer.get("explanation", ""),
                "evidence": _evidence_of(last, rule.code),
                "points": points,
                "note": note,
                "excluded": excluded,
                "may_exclude": rule.na_allowed or rule.pending_allowed,
                "saved": score,
                "wrong": wrong.get(rule.code, ""),
            }
        )
    return rows


def _shown_points(rule, score, own_points, answer):
    """The saved points, else the unit's own as a start."""
    if score is not None:
        points = "" if score.points is None else numbers.decimal(score.points)
        return points, score.note, score.points is None
    excluded = own_points is None and (rule.na_allowed or rule.pending_allowed) and bool(answer.get("answer"))
    return "" if own_points is None else numbers.decimal(own_points), "", excluded


def _evidence_of(last, code):
    if last is None:
        return []
    return [
        {**item, "url": reverse("evidence_file", args=[last.nomination.reference, item["key"]])}
        for item in last.content["evidence"]
        if item["clause"] == code
    ]
