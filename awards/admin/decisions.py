"""Decisions: drafted by the Office or the secretary, confirmed as signed by the Director, answered by the province."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from awards import actions, consistency, workflow
from awards.exceptions import Refused, is_allowed
from awards.http import official_papers
from awards.http.responses import CONFLICT, render, see_other
from awards.http.versions import posted_version
from awards.models import Decision
from campaigns.admin.base import DepartmentAdmin, VisibleRelatedFilter, mark
from campaigns.models import Campaign
from campaigns.vietnamese import dates

from . import signed_copy_rows
from .certificates import Certificates
from .consistency import disagreement_rows
from .decision_context import drop_state, notices, offers, preview, sign_state, signed_rows
from .decision_forms import FIELDS, DraftForm, typed

Kind = Decision.Kind
DRAFT = Decision.Status.DRAFT


_TONES = {DRAFT: "wait", Decision.Status.SIGNED: "good", Decision.Status.DROPPED: "off"}


class KindFilter(admin.SimpleListFilter):
    title = "loại"
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return Kind.choices

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Decision)
class DecisionAdmin(Certificates, DepartmentAdmin):
    list_display = ("paper", "kind", "issued", "state", "count", "campaign_code")
    list_select_related = ("campaign",)
    list_filter = ("status", KindFilter, ("campaign", VisibleRelatedFilter))
    sortable_by = ("paper", "issued")

    @admin.display(description="Số, ký hiệu", ordering="number")
    def paper(self, decision):
        return str(decision)

    @admin.display(description="Ngày ký", ordering="issued_on")
    def issued(self, decision):
        return dates.short(decision.issued_on) if decision.issued_on else ""

    @admin.display(description="Trạng thái", ordering="status")
    def state(self, decision):
        return mark(decision.get_status_display(), _TONES[decision.status])

    @admin.display(description="Số hồ sơ")
    def count(self, decision):
        return decision.nominations_n

    @admin.display(description="Đợt thi đua")
    def campaign_code(self, decision):
        return decision.campaign.code

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(nominations_n=Count("nominations"))

    def get_urls(self):
        view, name = self.admin_site.admin_view, "awards_decision_"
        return [
            path("", view(self.changelist_view), name=f"{name}changelist"),
            path("add/", view(require_GET(self.choose)), name=f"{name}add"),
            path("soan/<int:campaign_pk>/<slug:kind>/", view(self.draft), name=f"{name}draft"),
            path("<int:pk>/change/", view(self.decision), name=f"{name}change"),
            path("<int:pk>/ky/", view(self.sign), name=f"{name}sign"),
            path("<int:pk>/bo/", view(require_POST(self.drop)), name=f"{name}drop"),
            *self.certificate_urls(view, name),
        ]

    def _decision(self, request, pk):
        found = (
            Decision.objects.visible_to(request.user)
            .select_related(
                "campaign__department",
                "campaign__form_regime",
                "regime",
                "drafted_by",
                "signed_by",
                "dropped_by",
            )
            .filter(pk=pk)
            .first()
        )
        if found is None or not self.has_view_permission(request):
            raise Http404
        return found

    # --- drafting ------------------------------------------------------------------------------------------

    def choose(self, request):
        """Which paper, for which campaign: each with the number of dossiers it could name now."""
        self._must_draft(request)
        groups = []
        for campaign in Campaign.objects.visible_to(request.user):
            kinds = [
                {
                    "label": kind.label,
                    "n": actions.decisions.candidates(campaign, kind).count(),
                    "url": self.link("draft", campaign.pk, kind),
                }
                for kind in Kind
            ]
            groups.append((campaign, kinds))
        context = self.page(request, title="Soạn quyết định, tờ trình", groups=groups)
        return render(request, "admin/awards/decision_choose.html", context)

    def _must_draft(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied(
                "Chỉ Văn phòng Sở hoặc Thư ký Hội đồng được soạn dự thảo quyết định, tờ trình."
            )

    def draft(self, request, campaign_pk, kind):
        self._must_draft(request)
        campaign = (
            Campaign.objects.visible_to(request.user)
            .select_related("department", "form_regime")
            .filter(pk=campaign_pk)
            .first()
        )
        if campaign is None or kind not in Kind.values:
            raise Http404
        form = DraftForm(
            request.POST or None, campaign=campaign, kind=kind, initial=self._usual(campaign, Kind(kind))
        )
        status = 200
        if request.method == "POST":
            status = CONFLICT
            if form.is_valid():
                values = dict(form.cleaned_data)
                rows = values.pop("nominations")
                try:
                    decision = actions.decisions.draft(campaign, Kind(kind), rows, by=request.user, **values)
                except Refused as refused:
                    form.add_error(None, refused.sentence)
                else:
                    self.message_user(request, "Đã lưu dự thảo.", messages.SUCCESS)
                    return see_other(self.link("change", decision.pk))
        return self._draft_page(request, campaign, Kind(kind), form, status=status)

    def _usual(self, campaign, kind):
        usual = {"symbol": actions.decisions.symbol(campaign, kind), "signer_title": "Chủ tịch"}
        if kind in actions.decisions.OURS:
            usual |= {
                "signer_title": campaign.department.head_title,
                "signer_name": campaign.department.signing_head,
            }
        return usual

    def _draft_page(self, request, campaign, kind, form, decision=None, status=200, not_dropped=""):
        chosen = list(decision.nominations.with_names()) if decision else []
        context = self.page(
            request,
            title=f"Dự thảo: {kind.label}",
            form=form,
            decision=decision,
            campaign=campaign,
            kind=kind,
            rows=preview(kind, chosen, decision.issued_on if decision else None) if decision else None,
            notices=notices(campaign, kind, decision.issued_on if decision else None),
            sign=sign_state(decision, request.user) if decision else None,
            drop=drop_state(decision, request, not_dropped) if decision else None,
            signed_rows=signed_copy_rows.rows("decision", decision, request.user) if decision else [],
            official=official_papers.lines(request.user, "decision", decision) if decision else [],
            offers=offers(decision, chosen) if decision else None,
            disagreements=_parted(decision, request) if decision else [],
            back=self.link("changelist"),
        )
        return render(request, "admin/awards/decision_draft.html", context, status=status)

    # --- one decision --------------------------------------------------------------------------------------

    def decision(self, request, pk):
        decision = self._decision(request, pk)
        if request.method == "POST":
            return self._revised(request, decision)
        if not self._can_revise(request.user, decision):
            return self._signed_page(request, decision)
        return self._draft_page(
            request, decision.campaign, Kind(decision.kind), self._form_of(decision), decision
        )

    def _revised(self, request, decision):
        """Save a draft. Where another has signed or dropped it meanwhile, its page says so and shows what was typed."""
        pk, form = decision.pk, self._form_of(decision, request.POST)
        try:
            actions.decisions.check_revise(decision, request.user)
            if form.is_valid():
                values = dict(form.cleaned_data)
                rows, version = values.pop("nominations"), posted_version(request)
                actions.decisions.revise(
                    decision, by=request.user, nominations=rows, version=version, **values
                )
                self.message_user(request, "Đã lưu dự thảo.", messages.SUCCESS)
                return see_other(self.link("change", pk))
        except Refused as refused:
            decision = self._decision(request, pk)
            if not self._can_revise(request.user, decision):
                return self._signed_page(request, decision, error=refused.sentence, typed=typed(form))
            form.add_error(None, refused.sentence)
        return self._draft_page(request, decision.campaign, Kind(decision.kind), form, decision, CONFLICT)

    def _form_of(self, decision, data=None):
        return DraftForm(
            data,
            campaign=decision.campaign,
            kind=Kind(decision.kind),
            initial={name: getattr(decision, name) for name in FIELDS}
            | {"nominations": [row.pk for row in decision.nominations.all()]},
        )

    def drop(self, request, pk):
        """Give up a draft, with a reason; a refusal shows the page again with the sentence."""
        decision = self._decision(request, pk)
        try:
            actions.decisions.drop(
                decision,
                by=request.user,
                note=request.POST.get("note", ""),
                version=posted_version(request),
            )
        except Refused as refused:
            decision = self._decision(request, pk)
            if not self._can_revise(request.user, decision):
                return self._signed_page(request, decision, error=refused.sentence)
            return self._draft_page(
                request,
                decision.campaign,
                Kind(decision.kind),
                self._form_of(decision),
                decision,
                CONFLICT,
                not_dropped=refused.sentence,
            )
        self.message_user(
            request, "Đã bỏ dự thảo; các hồ sơ trong dự thảo được soạn lại từ đầu.", messages.SUCCESS
        )
        return see_other(self.link("change", pk))

    def _can_revise(self, user, decision):
        return is_allowed(actions.decisions.check_revise, decision, user)

    def _signed_page(self, request, decision, error="", typed=()):
        """A decision that this account cannot change; `typed` is what it wanted to write, told beside `error`."""
        rows = signed_rows(decision) if decision.status != DRAFT else None
        drafted = rows is None
        chosen = list(decision.nominations.with_names()) if drafted else []
        context = self.page(
            request,
            title=f"{decision.get_kind_display()}: {decision}",
            decision=decision,
            error=error,
            typed=typed,
            tone=_TONES[decision.status],
            rows=preview(Kind(decision.kind), chosen, decision.issued_on) if drafted else rows,
            notices=notices(decision.campaign, decision.kind, decision.issued_on) if drafted else [],
            sign=sign_state(decision, request.user) if drafted else None,
            # What was dropped has no signed copy, and gets none.
            signed_rows=[]
            if decision.dropped_at
            else signed_copy_rows.rows("decision", decision, request.user),
            official=official_papers.lines(request.user, "decision", decision),
            certificates=self.can_print(request.user, decision),
            offers=offers(decision, chosen) if drafted else None,
            disagreements=_parted(decision, request),
        )
        return render(request, "admin/awards/decision.html", context, status=CONFLICT if error else 200)

    # --- signing -------------------------------------------------------------------------------------------

    def sign(self, request, pk):
        """Name by name what signing does, then one button (docs/domain.md 3.10)."""
        decision = self._decision(request, pk)
        error, status = "", 200
        if request.method == "POST":
            try:
                signed = actions.decisions.sign(decision, by=request.user, version=posted_version(request))
            except Refused as refused:
                error, status = refused.sentence, CONFLICT
                decision = self._decision(request, pk)
                if decision.status != DRAFT:
                    return self._signed_page(request, decision, error=error)
            else:
                done = "Đã xác nhận ký" if signed.kind in actions.decisions.OURS else "Đã ghi nhận"
                self.message_user(request, f"{done} {signed}.", messages.SUCCESS)
                return see_other(self.link("change", pk))
        if decision.status != DRAFT and not error:
            return see_other(self.link("change", pk))
        chosen = list(decision.nominations.with_names().select_related("campaign__department"))
        verb, _ = actions.decisions.VERBS[decision.kind]
        rows = preview(Kind(decision.kind), chosen, decision.issued_on)
        sign = sign_state(decision, request.user)
        for line in rows["lines"]:
            line["refusal"] = workflow.refusal(verb, line["nomination"], request.user)
        context = self.page(
            request,
            title=f"{sign['label']}: {decision}",
            decision=decision,
            rows=rows,
            verb=workflow.STEPS[verb].label,
            error=error,
            sign=sign,
            notices=notices(decision.campaign, decision.kind, decision.issued_on),
            offers=offers(decision, chosen),
            disagreements=_parted(decision, request),
        )
        return render(request, "admin/awards/decision_sign.html", context, status=status)


def _parted(decision, request):
    return disagreement_rows(consistency.of_decision(decision), request)
