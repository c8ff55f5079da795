"""The score sheet: one card per criterion, one small form per clause, saved together in few queries."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render

from awards import actions, scoring, snapshots
from awards.exceptions import Refused
from awards.forms.scores import ClauseForm
from awards.http.dossiers import edit_refusal, find_content
from awards.http.errors import refused_page
from awards.http.responses import saved_at, wants_json
from campaigns.vietnamese import numbers

from .dossier_papers import _last_return, conflict_page


@refused_page
def scores(request, reference):
    nomination = find_content(request, reference)
    clauses = snapshots.dossier.clauses_of(nomination)
    stored = {row.clause_id: row for row in nomination.self_scores.select_related("saved_by")}
    if request.method == "POST":
        return _save(request, nomination, clauses, stored)
    forms = [ClauseForm(clause, stored.get(clause.pk)) for clause in clauses]
    return _page(request, nomination, forms, stored)


def _page(request, nomination, forms, stored):
    clauses = [form.clause for form in forms]
    sheet = _sheet(clauses, stored)
    files = {}
    for item in nomination.evidence.kept():
        files.setdefault(item.clause_id, []).append(item)
    cards = {}
    for form in forms:
        form.worth = sheet.by_clause[form.clause.code]
        form.attached = files.get(form.clause.pk, [])
        cards.setdefault(form.clause.criterion, []).append(form)
    return render(
        request,
        "awards/dossier/scores.html",
        {
            "nomination": nomination,
            "cards": [
                (criterion, sheet.by_criterion[criterion.code], rows) for criterion, rows in cards.items()
            ],
            "sheet": sheet,
            "answered": len(clauses) - len(sheet.unanswered),
            "count": len(clauses),
            "closed": edit_refusal(nomination, request.user),
            "returned": _last_return(nomination),
        },
    )


def _sheet(clauses, stored):
    return scoring.sheet(clauses, {c.code: stored[c.pk].answer for c in clauses if c.pk in stored})


# --- saving ------------------------------------------------------------------------------------------


def _save(request, nomination, clauses, stored):
    actions.dossiers.check_edit(nomination, request.user)
    forms = [ClauseForm(clause, stored.get(clause.pk), request.POST, request.FILES) for clause in clauses]
    given = [_given(form, stored) for form in forms if _is_to_save(request, form, stored)]
    saved, conflicts = actions.dossiers.save_scores(nomination, given, by=request.user) if given else ({}, {})
    stored = {**stored, **saved, **conflicts}
    _attach(nomination, forms, by=request.user)
    differing = _differences(forms, conflicts)
    outcome = {"set": _versions({**saved, **conflicts}), "errors": _errors(forms)}
    if differing:
        outcome |= {
            "sentence": actions.dossiers.Conflict(next(iter(conflicts.values()))).sentence,
            "fields": differing,
        }
        if wants_json(request):
            return JsonResponse(outcome, status=409)
        outcome["set"] = _versions(conflicts)
        return conflict_page(request, nomination, "scores", "Tự chấm điểm", outcome)
    if wants_json(request):
        return JsonResponse({**outcome, "saved_at": saved_at(), "show": _figures(clauses, stored)})
    if outcome["errors"]:
        messages.warning(
            request, f"Đã lưu các ý đúng; còn {len(outcome['errors'])} chỗ cần sửa, xem dòng chữ đỏ bên dưới."
        )
        _renew(forms, {**saved, **conflicts})
        return _page(request, nomination, forms, stored)
    messages.success(request, f"Đã lưu điểm tự chấm lúc {saved_at()}.")
    return redirect("evidence" if "next" in request.POST else "scores", nomination.reference)


def _is_to_save(request, form, stored):
    """Only what this person changed, and what differs from what stands: saving is never a silent overwrite."""
    form.is_valid()
    if not form.is_touched or request.POST.get(f"choose-{form.prefix}") == "theirs":
        return False
    row = stored.get(form.clause.pk)
    standing = (row.answer, row.explanation) if row else ({}, "")
    return _content(form, row) != standing


def _content(form, row):
    """An answer with a fault in it is not saved, but its explanation is: words are dearer than figures."""
    answer = form.answer if not form.errors else (row.answer if row else {})
    explanation = form.cleaned_data.get("explanation", row.explanation if row else "")
    return answer, explanation


def _given(form, stored):
    answer, explanation = _content(form, stored.get(form.clause.pk))
    return form.clause, answer, explanation, form.cleaned_data.get("version") or 0


def _attach(nomination, forms, *, by):
    """Files chosen inside the sheet: how evidence is added without JavaScript."""
    for form in forms:
        upload = form.cleaned_data.get("file")
        if not upload:
            continue
        try:
            actions.dossiers.add_evidence(
                nomination,
                upload,
                by=by,
                description=form.cleaned_data.get("file_note", ""),
                clause=form.clause,
            )
        except Refused as refused:
            form.add_error("file", refused.sentence)


def _versions(rows):
    return {f"y{pk}-version": row.version for pk, row in rows.items()}


def _renew(forms, rows):
    """A page shown again with faults carries the versions that now stand."""
    for form in forms:
        if form.clause.pk in rows:
            form.data = form.data.copy()
            form.data[form.add_prefix("version")] = rows[form.clause.pk].version


def _errors(forms):
    errors = {}
    for form in forms:
        for name, listed in form.errors.items():
            errors[form.prefix if name == "__all__" else form.add_prefix(name)] = list(listed)
    return errors


def _differences(forms, conflicts):
    listed = []
    for form in forms:
        row = conflicts.get(form.clause.pk)
        if row is None or _content(form, row) == (row.answer, row.explanation):
            continue
        theirs = ClauseForm(form.clause, row)
        listed.append(
            {
                "key": form.prefix,
                "label": f"{form.clause.code}. {form.clause.text}",
                "mine": _spoken(form.clause, *_content(form, row)),
                "theirs": _spoken(form.clause, row.answer, row.explanation),
                "fill": theirs.typed,
            }
        )
    return listed


def _spoken(clause, answer, explanation):
    worth = scoring.points(clause, answer).points if answer else None
    points = (
        "chưa trả lời"
        if not answer
        else "không tính điểm"
        if worth is None
        else f"{numbers.decimal(worth)} điểm"
    )
    return "\n".join(part for part in (points, scoring.describe(answer, clause), explanation) if part)


def _figures(clauses, stored):
    """{place on the page: text} of everything that a save changes."""
    sheet = _sheet(clauses, stored)
    shown = {"total": _points(sheet.total), "answered": str(len(clauses) - len(sheet.unanswered))}
    for code, worth in sheet.by_criterion.items():
        shown[f"tc-{code}"] = f"{_points(worth.points)} / {_points(worth.out_of)}"
    for code, worth in sheet.by_clause.items():
        shown[f"y-{code}"] = _points(worth.points)
    return shown


def _points(value):
    return "–" if value is None else numbers.decimal(value)
