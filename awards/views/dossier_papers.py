"""The three papers: typed, saved as far as they go, compared when two people type at once, and shown."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from awards import actions, papers, snapshots
from awards.forms.dossier_papers import FORMS, votes_of
from awards.forms.posted import inputs, spoken
from awards.http import paper_responses
from awards.http.dossiers import edit_refusal, find, find_content
from awards.http.errors import refused_page
from awards.http.responses import attachment, saved_at, wants_json
from awards.models import Event, SealedPaper
from awards.papers import registry
from campaigns.models import DossierPart
from campaigns.vietnamese import names

ORDER = ["letter", "minutes", "report", "scores", "evidence"]


@refused_page
def paper(request, reference, part):
    nomination = find_content(request, reference)
    stored = actions.dossiers.paper_of(nomination, part)
    if request.method == "POST":
        return _save(request, nomination, part, stored)
    form = FORMS[part](instance=stored, nomination=nomination)
    votes = votes_of(nomination, stored) if part == "minutes" else None
    return _page(request, nomination, part, stored, form, votes)


def _page(request, nomination, part, stored, form, votes, status=200):
    return render(
        request,
        "awards/dossier/paper.html",
        {
            "nomination": nomination,
            "part": part,
            "title": DossierPart.Code(part).label,
            "paper": stored,
            "form": form,
            "votes": votes,
            "closed": edit_refusal(nomination, request.user),
            "next": ORDER[ORDER.index(part) + 1],
            "returned": _last_return(nomination),
            "formats": paper_responses.offered(),
        },
        status=status,
    )


def _last_return(nomination):
    if nomination.status != nomination.Status.RETURNED:
        return None
    return Event.objects.filter(nomination=nomination, verb="return").order_by("-sequence").first()


# --- saving ------------------------------------------------------------------------------------------


def _save(request, nomination, part, stored):
    actions.dossiers.check_edit(nomination, request.user)
    form = FORMS[part](
        request.POST, instance=actions.dossiers.PAPERS[part](nomination=nomination), nomination=nomination
    )
    votes = votes_of(nomination, stored, request.POST) if part == "minutes" else None
    form.is_valid()
    votes_are_right = votes is None or votes.is_valid()
    values = {name: value for name, value in form.values.items() if _is_mine(request, name)}
    rows = votes.rows if votes is not None and votes_are_right and _is_mine(request, "votes") else None
    try:
        saved = actions.dossiers.save_paper(
            nomination, part, values, by=request.user, version=form.shown_version, votes=rows
        )
    except actions.dossiers.Conflict as conflict:
        return _conflict(request, nomination, part, form, votes, conflict)
    errors = _errors(form, votes)
    if wants_json(request):
        return JsonResponse({"saved_at": saved_at(), "set": {"version": saved.version}, "errors": errors})
    if errors:
        messages.warning(
            request, f"Đã lưu các ô đúng; còn {len(errors)} ô cần sửa, xem dòng chữ đỏ bên dưới."
        )
        form.data = form.data.copy()
        form.data["version"] = saved.version
        return _page(request, nomination, part, saved, form, votes)
    messages.success(request, f"Đã lưu {DossierPart.Code(part).label} lúc {saved_at()}.")
    return redirect(_following(request, part), nomination.reference)


def _following(request, part):
    """The page to go on with: this one, or the next part of the dossier."""
    return ORDER[ORDER.index(part) + 1] if "next" in request.POST else part


def _is_mine(request, name):
    """On the page of a conflict each field is kept as mine unless theirs was chosen."""
    return request.POST.get(f"choose-{name}") != "theirs"


def _errors(form, votes):
    """{input name: [sentences]}, for the page to write beside each field."""
    errors = {
        form.add_prefix(name): list(listed) for name, listed in form.errors.items() if name in form.fields
    }
    for row in votes.forms if votes is not None else []:
        errors |= {
            row.add_prefix(name): list(listed) for name, listed in row.errors.items() if name in row.fields
        }
    return errors


# --- two people at once --------------------------------------------------------------------------------


def _conflict(request, nomination, part, form, votes, conflict):
    """Both contents side by side (docs/domain.md 3.5). When nothing differs there is nothing to decide."""
    differing = _differences(nomination, part, form, votes, conflict.paper)
    if not differing:
        if wants_json(request):
            return JsonResponse(
                {"saved_at": saved_at(), "set": {"version": conflict.paper.version}, "errors": {}}
            )
        messages.success(request, f"{DossierPart.Code(part).label} đã được lưu với đúng nội dung này.")
        return redirect(_following(request, part), nomination.reference)
    outcome = {
        "sentence": conflict.sentence,
        "who": conflict.paper.saved_by.full_name if conflict.paper.saved_by else "",
        "fields": differing,
        "set": {"version": conflict.paper.version},
    }
    if wants_json(request):
        return JsonResponse(outcome, status=409)
    return conflict_page(request, nomination, part, DossierPart.Code(part).label, outcome)


def conflict_page(request, nomination, back, title, outcome):
    skipped = ("csrfmiddlewaretoken", *outcome["set"])
    posted = [
        (name, text)
        for name, texts in request.POST.lists()
        for text in texts
        if name not in skipped and not name.startswith("choose-")
    ]
    context = {"nomination": nomination, "back": back, "title": title, "posted": posted, **outcome}
    return render(request, "awards/dossier/conflict.html", context, status=409)


def _differences(nomination, part, form, votes, stored):
    theirs = FORMS[part](instance=stored, nomination=nomination)
    listed = [
        difference(name, form[name].label, form[name], theirs[name])
        for name in form.fields
        if name != "version" and inputs(form[name]) != inputs(theirs[name])
    ]
    if votes is not None:
        others = votes_of(nomination, stored)
        mine, standing = _rows(votes), _rows(others)
        if mine != standing:
            listed.append(
                {
                    "key": "votes",
                    "label": "Kết quả biểu quyết",
                    "mine": "\n".join(mine),
                    "theirs": "\n".join(standing),
                    "fill": _fill(votes, others),
                }
            )
    return listed


def difference(key, label, mine, theirs):
    return {
        "key": key,
        "label": str(label),
        "mine": spoken(mine),
        "theirs": spoken(theirs),
        "fill": inputs(theirs),
    }


def _rows(votes):
    rows = []
    for row in votes.forms:
        typed = [next(iter(inputs(row[name]).values())) for name in ("candidate", "yes", "no", "blank")]
        if any(typed[1:]) or (typed[0] and not names.same(typed[0], row.nominee)):
            rows.append(
                f"{typed[0]}: {typed[1]} đồng ý, {typed[2]} không đồng ý, {typed[3] or 0} không có ý kiến"
            )
    return rows


def _fill(mine, theirs):
    """Their rows into the inputs of my page, and nothing into what is left over."""
    fill = {}
    for place in range(max(len(mine.forms), len(theirs.forms))):
        for name in ("candidate", "yes", "no", "blank"):
            row = theirs.forms[place] if place < len(theirs.forms) else None
            fill[f"votes-{place}-{name}"] = next(iter(inputs(row[name]).values())) if row else ""
    return fill


# --- shown -----------------------------------------------------------------------------------------


@require_GET
@paper_responses.shown_as_sheets
@refused_page
def printable(request, reference, part):
    """The paper in the browser: beside its form while it is typed, and for the browser's own print."""
    nomination = _known(part) and find_content(request, reference)
    content, draft, _ = _current(nomination)
    files = [
        (label, reverse("paper_file", args=[reference, part, form]))
        for form, label in paper_responses.offered()
    ]
    return paper_responses.sheets(request, papers.compose(part, content), draft=draft, files=files)


@require_GET
@refused_page
def download(request, reference, part, form):
    """The paper as a file: a marked draft while it is being written, afterwards what was sent."""
    nomination = _known(part) and find_content(request, reference)
    content, draft, submission = _current(nomination)
    if submission:
        return _sent_file(request, nomination, submission, part, form)
    name = f"ban-nhap-{registry.BY_CODE[part].file_name(nomination, form)}"
    sheets = reverse("printable", args=[reference, part])
    return _file(request, nomination, part, form, content, name, sheets, draft=draft)


def _file(request, nomination, part, form, content, name, sheets, *, draft=False):
    """`sheets` is the address of the same paper for the browser's print."""
    return paper_responses.file(
        request,
        form,
        lambda: registry.FORMATS[form](papers.compose(part, content), draft=draft),
        name,
        instead=[("Xem bản in", sheets), *paper_responses.without_pango(request.path)],
        back=(f"Về hồ sơ {nomination.reference}", reverse("dossier", args=[nomination.reference])),
    )


def _current(nomination):
    """(content, is a draft, the submission it was sent in or None): as typed while it may still be changed."""
    last = None if nomination.is_editable else nomination.submissions.order_by("-number").first()
    return (last.content, False, last) if last else (snapshots.dossier.build(nomination), True, None)


@require_GET
@paper_responses.shown_as_sheets
def sent(request, reference, number, part):
    """A paper of one submission from its sealed content: what to read where no PDF could be made."""
    nomination = _known(part) and find(request, reference)
    submission = get_object_or_404(nomination.submissions, number=number)
    files = [
        (label, reverse("sent_file", args=[reference, number, part, form]))
        for form, label in paper_responses.offered()
    ]
    return paper_responses.sheets(request, papers.compose(part, submission.content), files=files)


@require_GET
def sent_file(request, reference, number, part, form):
    """The same as a file: the sealed PDF itself where there is one."""
    nomination = _known(part) and find(request, reference)
    submission = get_object_or_404(nomination.submissions, number=number)
    return _sent_file(request, nomination, submission, part, form)


def _sent_file(request, nomination, submission, part, form):
    if form == "pdf" and (row := submission.papers.filter(part=part).first()):
        return _sealed_file(row, submission)
    stem = registry.BY_CODE[part].file_name(nomination, "").removesuffix(".")
    name = f"{stem}-lan-{submission.number}.{form}"
    sheets = reverse("sent_paper", args=[nomination.reference, submission.number, part])
    return _file(request, nomination, part, form, submission.content, name, sheets)


@require_GET
def sealed(request, reference, key):
    rows = SealedPaper.objects.visible_to(request.user).select_related("submission__nomination")
    row = get_object_or_404(rows, key=key, submission__nomination__reference=reference)
    return _sealed_file(row, row.submission)


def _sealed_file(row, submission):
    plain = names.without_diacritics(row.get_part_display()).replace(" ", "-")
    receipt = submission.receipt.replace("/", "-")
    return attachment(row, f"{receipt}-{plain}.pdf", "application/pdf")


def _known(part):
    if part not in DossierPart.Code.values:
        raise Http404
    return part
