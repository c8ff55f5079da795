"""What the pages of a dossier share: finding it, telling JSON from HTML, handing out files."""

from django.conf import settings
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import render

from awards import actions, permissions, uploads
from awards.exceptions import Refused
from awards.models import Nomination
from campaigns import clock
from campaigns.vietnamese import dates, numbers

PARTS = {"letter": "Tờ trình", "minutes": "Biên bản họp xét", "report": "Báo cáo thành tích"}


def find(request, reference):
    """The dossier, for whoever may see it at all; for everybody else it does not exist."""
    rows = Nomination.objects.visible_to(request.user).with_names().select_related("person__unit")
    nomination = rows.filter(reference=reference).first()
    if nomination is None:
        raise Http404
    return nomination


def find_content(request, reference):
    """The dossier for a page that shows its content: being written, or never sent, that is the unit's alone."""
    nomination = find(request, reference)
    if nomination.is_editable and not is_writer(request.user, nomination):
        raise Refused(
            f"Hồ sơ {nomination.reference} đang được {nomination.unit.name} soạn. Nội dung xem được sau khi "
            "đơn vị trình; các lần đã trình xem ở trang tổng quan của hồ sơ."
        )
    if nomination.first_submitted_at is None and not is_writer(request.user, nomination):
        raise Refused(
            f"Hồ sơ {nomination.reference} được {nomination.unit.name} rút khi chưa trình nên nội dung chỉ đơn vị xem "
            "được. Cần xem thì hỏi đơn vị."
        )
    return nomination


def is_writer(user, nomination):
    try:
        permissions.check_unit_writer(user, nomination)
    except Refused:
        return False
    return True


def edit_refusal(nomination, user):
    """Why this account cannot type here now, or ""."""
    try:
        actions.dossiers.check_edit(nomination, user)
    except Refused as refused:
        return refused.sentence
    return ""


def wants_json(request):
    return request.headers.get("Accept", "").startswith("application/json")


def refused_page(view):
    """A Refused that a page did not catch itself becomes a page, or JSON, with its sentence: 403."""

    def guarded(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            if wants_json(request):
                return JsonResponse({"sentence": refused.sentence}, status=403)
            return render(request, "403.html", {"sentence": refused.sentence}, status=403)

    guarded.__name__, guarded.__doc__ = view.__name__, view.__doc__
    return guarded


def address_of(request):
    """ "https://thidua.example.vn": what a QR code on paper leads to, however this page was reached."""
    return next(iter(settings.CSRF_TRUSTED_ORIGINS), "") or request.build_absolute_uri("/").rstrip("/")


def saved_at():
    """The server's time of saving, as the page says it."""
    return f"{clock.now().astimezone(dates.VIETNAM):%H:%M:%S}"


def attachment(row, name, content_type):
    """A stored file as a download: never shown inside our own pages, never kept by a shared cache."""
    try:
        stream = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    known = content_type if content_type in uploads.TYPES else "application/octet-stream"
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=known)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def posted_version(request):
    """The version the page showed; unreadable or missing counts as stale, never as "any"."""
    version = numbers.posted(request.POST.get("version", ""))
    return -1 if version is None else version
