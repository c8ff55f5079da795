"""The signed copies of a dossier's three papers: which are there, a form beside each, the PDF to sign."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from awards import actions, policies, signed_copies, snapshots
from awards.exceptions import Refused
from awards.forms.signed_copies import form_for
from awards.http import paper_responses
from awards.http.dossiers import edit_refusal, find, find_content
from awards.http.errors import refused_page
from awards.http.responses import attachment
from awards.models import SignedCopy
from awards.papers import registry
from awards.permissions import can_write
from campaigns.models import DossierPart


@require_GET
@refused_page
def overview(request, reference):
    return _page(request, find_content(request, reference))


@require_POST
@refused_page
def attach(request, reference, part):
    nomination = find_content(request, reference)
    if part not in DossierPart.Code.values:
        raise Http404
    if closed := edit_refusal(nomination, request.user):
        raise Refused(closed)
    kind = registry.BY_CODE[part]
    form = form_for(kind, request.POST, request.FILES)
    copy = form.attach(kind, nomination, by=request.user)
    if copy is None:
        return _page(request, find(request, reference), form, status=409)
    state = signed_copies.state(kind, nomination, copy)
    say = messages.warning if state.tone == "warn" else messages.success
    say(request, f"Đã gắn bản ký của {DossierPart.Code(part).label}. {state.attaching_message}")
    return redirect(f"{reverse('signed', args=[reference])}#{part}")


def _page(request, nomination, failed=None, status=200):
    snapshots.dossier.prefetch_signed_copies(nomination)
    last = None if nomination.is_editable else nomination.submissions.order_by("-number").first()
    content = last.content if last else snapshots.dossier.build(nomination)
    closed = edit_refusal(nomination, request.user)
    now = {} if closed else signed_copies.texts_now("nomination", nomination, content)
    texts = signed_copies.texts("nomination", nomination, now) if now else {}
    rows = []
    if can_write(request.user, nomination):
        states = signed_copies.states("nomination", nomination, content)
    else:
        states = signed_copies.for_reader(nomination, last, content)
    for state in states:
        mine = failed is not None and failed.prefix == state.kind.code
        form = failed if mine else form_for(state.kind)
        form.show(state, texts.get(state.kind.code, []))
        rows.append({"state": state, "form": form, "failed": mine})
    return render(
        request,
        "awards/signed_copies/page.html",
        {
            "nomination": nomination,
            "rows": rows,
            "closed": closed,
            "formats": paper_responses.offered(),
            "before": [] if closed else policies.checklist.signing_obstacles(nomination, content),
        },
        status=status,
    )


@require_POST
@refused_page
def remove(request, reference, key):
    nomination = find_content(request, reference)
    copy = get_object_or_404(nomination.signed_copies.live().select_related("campaign"), key=key)
    actions.signed_copies.remove(copy, by=request.user)
    messages.success(
        request, f"Đã gỡ bản ký của {DossierPart.Code(copy.paper).label}. Tệp cũ vẫn được lưu để kiểm tra."
    )
    return redirect("signed", reference)


@require_POST
@refused_page
def judge_again(request, reference, key):
    """Judge the digital signatures inside anew, after the administrator trusted another authority."""
    nomination = find_content(request, reference)
    copy = get_object_or_404(nomination.signed_copies.live().select_related("campaign"), key=key)
    copy.nomination = nomination
    if actions.signed_copies.judge_again(copy, by=request.user):
        messages.success(request, f"{DossierPart.Code(copy.paper).label}: {actions.signed_copies.CHECKED}")
    else:
        messages.info(request, f"{DossierPart.Code(copy.paper).label}: {actions.signed_copies.UNCHANGED}")
    return redirect(f"{reverse('signed', args=[reference])}#{copy.paper}")


@require_GET
def download(request, reference, key):
    """Any signed copy of the dossier, older ones too, to whoever may read it."""
    nomination = find(request, reference)
    copy = get_object_or_404(SignedCopy.objects.filter(nomination=nomination), key=key)
    copy.nomination = nomination
    if not signed_copies.can_read(copy, request.user):
        raise Http404
    return attachment(copy, copy.original_name, "application/pdf")


@require_GET
@refused_page
def to_sign(request, reference, part, form):
    """The paper without the mark of a draft, once nothing but the signature is missing."""
    nomination = find_content(request, reference)
    if part not in DossierPart.Code.values:
        raise Http404
    if closed := edit_refusal(nomination, request.user):
        raise Refused(closed)
    content = snapshots.dossier.build(nomination)
    if lines := policies.checklist.signing_obstacles(nomination, content):
        first_lines = " ".join(line.sentence for line in lines[:3])
        raise Refused(
            f"Chưa tạo được bản để ký vì còn {len(lines)} điểm phải hoàn thành trước. {first_lines}"
        )
    kind = registry.BY_CODE[part]
    return paper_responses.file(
        request,
        form,
        lambda: signed_copies.issue(kind, nomination, form, by=request.user, content=content, draft=False),
        f"{kind.file_name(nomination, '').removesuffix('.')}-ban-de-ky.{form}",
        instead=paper_responses.without_pango(request.path),
        back=(f"Về hồ sơ {reference}", reverse("dossier", args=[reference])),
    )
