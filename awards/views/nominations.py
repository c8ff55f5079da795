"""Starting one nomination, and the confirmation of an individual's direct work (plan II.2)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from awards import actions, permissions, policies
from awards.exceptions import Refused, sentence_of
from awards.forms.nominations import DirectWorkForm, StartForm
from awards.http.dossiers import edit_refusal, find_content
from awards.http.errors import refused_page
from campaigns.models import Campaign, Person, Unit
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import names


@refused_page
def start(request, code):
    campaigns = Campaign.objects.visible_to(request.user).select_related("department")
    campaign = get_object_or_404(campaigns.prefetch_related("award_forms"), code=code)
    units = list(Unit.objects.filter(pk__in=request.user.unit_ids).active())
    unit = _unit(request, units)
    permissions.check_starter(request.user, campaign, unit)
    people = _people(unit)
    form = StartForm(request.POST or None, campaign=campaign, unit=unit, people=people)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            nomination = _start(request, campaign, unit, form)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            status = 409
        else:
            messages.success(
                request, f"Đã lập hồ sơ {nomination.reference}. Hãy soạn lần lượt các phần dưới đây."
            )
            return redirect("dossier", nomination.reference)
    search = request.GET.get("tim", "")[:100]
    return render(
        request,
        "awards/dossier/start.html",
        {
            "campaign": campaign,
            "units": units,
            "unit": unit,
            "form": form,
            "people": _found(people, search, form),
            "count": len(people),
            "search": search,
            "full": _full(campaign, unit) if request.method == "GET" else "",
        },
        status=status,
    )


def _unit(request, units):
    if not units:
        raise Refused(
            "Tài khoản của bạn chưa gắn với đơn vị nào được lập hồ sơ. Hãy liên hệ quản trị hệ thống."
        )
    wanted = request.POST.get("unit") or request.GET.get("don-vi") or str(units[0].pk)
    for unit in units:
        if str(unit.pk) == wanted:
            return unit
    raise Http404


def _people(unit):
    """Whom this unit may propose: its own people; for the whole department's slot, everybody (docs/domain.md A10)."""
    people = Person.objects.active()
    if unit.kind == Unit.Kind.WHOLE:
        return list(people.filter(department_id=unit.department_id).select_related("unit"))
    return list(people.filter(unit=unit).select_related("unit"))


def _found(people, search, form):
    """The people to show: all, or those found without minding marks; whoever was ticked stays in sight."""
    wanted = names.search_key(search)
    ticked = form["person"].value()
    return [row for row in people if wanted in row.search_key or str(row.pk) == ticked]


def _start(request, campaign, unit, form):
    data = form.cleaned_data
    return actions.nominations.start(
        campaign,
        unit,
        by=request.user,
        kind=data["kind"],
        person=form.chosen,
        award_form=data["award_form"],
        is_direct_worker=data["is_direct_worker"],
        direct_work_note=data["direct_work_note"] if data["kind"] == NomineeKind.INDIVIDUAL else "",
    )


def _full(campaign, unit):
    """The sentence that a start would meet, told before anything is typed."""
    return sentence_of(policies.quotas.check_unit_quota, campaign, unit)


@refused_page
def direct_work(request, reference):
    nomination = find_content(request, reference)
    if nomination.kind != NomineeKind.INDIVIDUAL:
        raise Http404
    initial = {
        "is_direct_worker": nomination.is_direct_worker,
        "direct_work_note": nomination.direct_work_note,
    }
    form = DirectWorkForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.dossiers.save_nominee(nomination, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã lưu xác nhận.")
        return redirect("dossier", nomination.reference)
    return render(
        request,
        "awards/dossier/direct_work.html",
        {"nomination": nomination, "form": form, "closed": edit_refusal(nomination, request.user)},
    )
