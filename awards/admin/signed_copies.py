"""Signed copies in the admin: the list, and one page per session, decision, submission, award or campaign where the
Office and the Council's secretary attach them. The unit's three papers are signed on the unit's own pages.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST

from awards import access, actions, signed_copies
from awards.exceptions import Refused
from awards.forms.signed_copies import form_for
from awards.http import paper_responses
from awards.http.responses import CONFLICT, address_of, attachment, render, see_other
from awards.models import SignedCopy
from awards.papers import registry
from campaigns.admin.base import DepartmentAdmin, VisibleRelatedFilter, mark
from campaigns.vietnamese import dates

from . import signed_copy_rows

_TONES = {"good": "ok", "warn": "warn", "stop": "warn", "plain": "plain"}


class PaperFilter(admin.SimpleListFilter):
    title = "văn bản"
    parameter_name = "paper"

    def lookups(self, request, model_admin):
        return [
            (kind.code, kind.title)
            for kind in registry.FILED.values()
            if kind.code not in signed_copies.UNSIGNED
        ]

    def queryset(self, request, queryset):
        return queryset.filter(paper=self.value()) if self.value() else queryset


@admin.register(SignedCopy)
class SignedCopyAdmin(DepartmentAdmin):
    list_display = ("name", "belongs", "number", "issued", "digital", "attached", "state")
    list_select_related = (
        "nomination__unit",
        "nomination__person",
        "submission",
        "session",
        "decision",
        "award__nomination",
    )
    list_filter = (PaperFilter, ("campaign", VisibleRelatedFilter))
    sortable_by = ("attached",)
    list_display_links = None

    def get_queryset(self, request):
        # What a unit attaches to a dossier that it is writing is its own until it sends it.
        return super().get_queryset(request).filter(signed_copy_rows.readable(request.user)).sent()

    @admin.display(description="Văn bản")
    def name(self, copy):
        return format_html(
            '<a href="{}">{}</a>', signed_copy_rows.copy_url(copy), registry.FILED[copy.paper].title
        )

    @admin.display(description="Của")
    def belongs(self, copy):
        if copy.nomination:
            return str(copy.nomination)
        if copy.submission:
            return copy.submission.receipt
        if copy.session:
            return f"Phiên họp thứ {copy.session.number}"
        if copy.award:
            return copy.award.nomination.reference
        return str(copy.decision) if copy.decision else "Đợt thi đua"

    @admin.display(description="Ngày ban hành")
    def issued(self, copy):
        return dates.short(copy.issued_on) if copy.issued_on else ""

    @admin.display(description="Chữ ký số")
    def digital(self, copy):
        verdict = signed_copies.SignedCopyStatus(registry.FILED[copy.paper], copy).verdict
        return mark(verdict.sentence, _TONES[verdict.tone])

    @admin.display(description="Gắn lúc", ordering="attached_at")
    def attached(self, copy):
        return dates.instant(copy.attached_at)

    @admin.display(description="Tình trạng")
    def state(self, copy):
        return mark("đã thay hoặc gỡ", "off") if copy.removed_at else mark("đang dùng", "ok")

    # --- addresses -----------------------------------------------------------------------------------------

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view, name = self.admin_site.admin_view, "awards_signedcopy_"
        one = "<slug:subject_name>/<int:pk>/"
        return [
            path("", view(self.changelist_view), name=f"{name}changelist"),
            path("tep/<uuid:key>/", view(require_GET(self.file)), name=f"{name}file"),
            path("tep/<uuid:key>/go/", view(require_POST(self.remove)), name=f"{name}remove"),
            path("tep/<uuid:key>/kiem-tra/", view(require_POST(self.judge_again)), name=f"{name}check"),
            path(one, view(require_GET(self.papers)), name=f"{name}papers"),
            path(f"{one}<slug:paper>/", view(require_POST(self.attach)), name=f"{name}attach"),
            path(f"{one}<slug:paper>.<slug:form>", view(require_GET(self.to_sign)), name=f"{name}to_sign"),
        ]

    def _subject(self, request, subject_name, pk):
        if subject_name not in signed_copy_rows.SUBJECTS or not self.has_view_permission(request):
            raise Http404
        found = signed_copy_rows.SUBJECTS[subject_name][0](request.user).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def _copy(self, request, key):
        """A copy of one of these objects; the unit's own papers have their own pages."""
        rows = SignedCopy.objects.visible_to(request.user).filter(nomination__isnull=True)
        found = rows.filter(key=key).select_related("campaign__department").first()
        if found is None or not self.has_view_permission(request):
            raise Http404
        return found

    def _must_file(self, request, kind, subject):
        if sentence := actions.signed_copies.attach_refusal(kind, subject, request.user):
            raise PermissionDenied(sentence)

    # --- one object's papers -------------------------------------------------------------------------------

    def papers(self, request, subject_name, pk, failed=None, status=200):
        """`failed` is (form, the sentence of a removal, its note) of what was just refused."""
        subject = self._subject(request, subject_name, pk)
        form, sentence, note = failed or (None, "", "")
        texts = signed_copies.texts(subject_name, subject, signed_copies.texts_now(subject_name, subject))
        lines = []
        for state in signed_copies.states(subject_name, subject):
            mine = form is not None and form.prefix == state.kind.code
            shown_form = form if mine else form_for(state.kind)
            url = signed_copy_rows.address(state, subject, request.user)
            lines.append(
                {
                    "state": state,
                    "url": url,
                    "check": signed_copy_rows.row(state, subject, url, request.user)[2],
                    "form": shown_form.show(state, texts.get(state.kind.code, [])),
                    "failed": mine,
                    "closed": actions.signed_copies.attach_refusal(state.kind, subject, request.user),
                    "files": self._to_sign_files(state, subject_name, subject),
                }
            )
        _, called, back = signed_copy_rows.SUBJECTS[subject_name]
        page_name, back_pk = back(subject)
        context = self.page(
            request,
            title=f"Bản ký – {called(subject)}",
            subject_name=subject_name,
            subject=subject,
            campaign=signed_copies.campaign_of(subject_name, subject),
            lines=lines,
            sentence=sentence,
            note=note,
            back=reverse(f"{self.admin_site.name}:{page_name}", args=[back_pk]),
        )
        return render(request, "awards/signed_copies/admin_page.html", context, status=status)

    def attach(self, request, subject_name, pk, paper):
        subject = self._subject(request, subject_name, pk)
        kind = next((kind for kind in signed_copies.kinds(subject_name, subject) if kind.code == paper), None)
        if kind is None:
            raise Http404
        self._must_file(request, kind, subject)
        form = form_for(kind, request.POST, request.FILES)
        copy = form.attach(kind, subject, by=request.user)
        if copy is None:
            return self.papers(request, subject_name, pk, (form, "", ""), CONFLICT)
        state = signed_copies.state(kind, subject, copy)
        level = messages.WARNING if state.tone == "warn" else messages.SUCCESS
        self.message_user(request, f"Đã gắn bản ký của {kind.title}. {state.attaching_message}", level)
        return see_other(f"{self.link('papers', subject_name, pk)}#{paper}")

    # --- the copy to sign ----------------------------------------------------------------------------------

    def _to_sign_files(self, state, subject_name, subject):
        """[(label, address)] of what is to be signed: nothing yet where the paper is not ready."""
        kind = registry.to_sign(state.kind)
        if kind.arrives or state.refusal or kind.refusal(subject) or kind.is_draft(subject):
            return []
        return [
            (label, self.link("to_sign", subject_name, subject.pk, kind.code, form))
            for form, label in paper_responses.offered()
        ]

    def to_sign(self, request, subject_name, pk, paper, form):
        """The paper without the mark of a draft, for who files what comes back signed."""
        subject = self._subject(request, subject_name, pk)
        kind = next((kind for kind in signed_copies.kinds(subject_name, subject) if kind.code == paper), None)
        if kind is None or kind.arrives:
            raise Http404
        self._must_file(request, kind, subject)
        kind = registry.certificates(address=address_of(request)) if paper == "certificate" else kind
        kind = registry.to_sign(kind)
        if sentence := kind.refusal(subject):
            raise PermissionDenied(sentence)
        if kind.is_draft(subject):
            raise PermissionDenied(f"{kind.title} còn là bản nháp nên chưa có bản để ký.")
        sheets = reverse("official_paper", args=[paper, pk])
        return paper_responses.file(
            request,
            form,
            lambda: signed_copies.issue(kind, subject, form, by=request.user),
            f"{kind.file_name(subject, '').removesuffix('.')}-ban-de-ky.{form}",
            instead=[("Xem bản in", sheets), *paper_responses.without_pango(request.path)],
            back=("Về trang bản ký", self.link("papers", subject_name, pk)),
        )

    def judge_again(self, request, key):
        """Judge the digital signatures of a copy anew, after another root was trusted."""
        copy = get_object_or_404(
            self.get_queryset(request).live().select_related("campaign__department", "nomination__unit"),
            key=key,
        )
        kind, subject = registry.FILED[copy.paper], actions.signed_copies.subject_of(copy)
        try:
            actions.signed_copies.check_judge_again(kind, subject, request.user)
        except Refused as refused:
            raise PermissionDenied(refused.sentence) from None
        try:
            sentence, level = (
                (actions.signed_copies.CHECKED, messages.SUCCESS)
                if actions.signed_copies.judge_again(copy, by=request.user)
                else (actions.signed_copies.UNCHANGED, messages.INFO)
            )
        except Refused as refused:
            sentence, level = refused.sentence, messages.ERROR
        self.message_user(request, f"{kind.title}: {sentence}", level)
        if copy.nomination_id:
            return see_other(reverse("admin:awards_nomination_change", args=[copy.nomination_id]))
        return see_other(f"{self.link('papers', kind.made_from, subject.pk)}#{copy.paper}")

    def file(self, request, key):
        copy = self._copy(request, key)
        kind, subject = registry.FILED[copy.paper], actions.signed_copies.subject_of(copy)
        nomination = actions.signed_copies.nomination_of(kind.made_from, subject)
        try:
            access.check_paper_reader(
                request.user, copy.paper, copy.campaign, nomination and nomination.unit_id
            )
        except Refused as refused:
            raise PermissionDenied(refused.sentence) from None
        return attachment(copy, copy.original_name, "application/pdf")

    def remove(self, request, key):
        copy = self._copy(request, key)
        kind, subject = registry.FILED[copy.paper], actions.signed_copies.subject_of(copy)
        self._must_file(request, kind, subject)
        note = request.POST.get("note", "")
        try:
            actions.signed_copies.remove(copy, by=request.user, note=note)
        except Refused as refused:
            failed = (None, refused.sentence, note)
            return self.papers(request, kind.made_from, subject.pk, failed, CONFLICT)
        self.message_user(
            request, f"Đã gỡ bản ký của {kind.title}. Tệp cũ vẫn được lưu để kiểm tra.", messages.SUCCESS
        )
        return see_other(self.link("papers", kind.made_from, subject.pk))
