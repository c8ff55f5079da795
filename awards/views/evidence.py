"""Evidence: what was uploaded, a form to add one, and the files as downloads."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from awards import actions, snapshots, uploads
from awards.exceptions import Refused
from awards.forms.evidence import EvidenceForm
from awards.http.dossiers import edit_refusal, find_content
from awards.http.errors import refused_page
from awards.http.responses import attachment, wants_json
from awards.models import Evidence
from awards.permissions import can_write
from campaigns.templatetags.vietnamese import file_size


@refused_page
def evidence(request, reference):
    nomination = find_content(request, reference)
    clauses = snapshots.dossier.clauses_of(nomination)
    if request.method == "POST":
        form = EvidenceForm(request.POST, request.FILES, clauses=clauses)
        item = _add(request, nomination, form)
        if item is not None and wants_json(request):
            return JsonResponse(_as_json(item))
        if item is not None:
            messages.success(request, f"Đã tải lên “{item.original_name}”.")
            return redirect("evidence", nomination.reference)
        if wants_json(request):
            return JsonResponse({"errors": form.errors}, status=422)
    else:
        form = EvidenceForm(clauses=clauses, initial={"clause": request.GET.get("y", "")})
    items = nomination.evidence.kept().select_related("clause", "uploaded_by")
    return render(
        request,
        "awards/dossier/evidence.html",
        {
            "nomination": nomination,
            "form": form,
            "items": items,
            "closed": edit_refusal(nomination, request.user),
        },
    )


def _add(request, nomination, form):
    if not form.is_valid():
        return None
    data = form.cleaned_data
    try:
        return actions.dossiers.add_evidence(
            nomination,
            data["file"],
            by=request.user,
            description=data["description"],
            clause=form.chosen_clause,
            dated_on=data["dated_on"],
        )
    except Refused as refused:
        form.add_error("file", refused.sentence)
        return None


def _as_json(item):
    return {
        "name": item.original_name,
        "description": item.description,
        "size": file_size(item.size),
        "hash": item.sha256[:12],
        "url": reverse("evidence_file", args=[item.nomination.reference, item.key]),
    }


@require_POST
@refused_page
def remove(request, reference, key):
    nomination = find_content(request, reference)
    item = get_object_or_404(nomination.evidence.kept(), key=key)
    actions.dossiers.remove_evidence(item, by=request.user)
    messages.success(request, f"Đã bỏ “{item.original_name}” khỏi hồ sơ.")
    return redirect("evidence", nomination.reference)


@require_GET
def download(request, reference, key):
    rows = Evidence.objects.visible_to(request.user).filter(nomination__reference=reference)
    item = get_object_or_404(rows.select_related("nomination__unit", "nomination__campaign"), key=key)
    if not can_write(request.user, item.nomination) and not uploads.was_sent(item):
        raise Http404
    return attachment(item, item.original_name, item.content_type)
