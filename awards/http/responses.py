"""Answers that both faces give: pages, files, where to go next."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.template.response import TemplateResponse

from awards import uploads
from campaigns import clock
from campaigns.vietnamese import dates


def wants_json(request):
    return request.headers.get("Accept", "").startswith("application/json")


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


# A rule said no to a step: the page comes back with the sentence and everything that was typed.
CONFLICT = 409


def render(request, template, context, *, status=200):
    return TemplateResponse(request, template, context, status=status)


def see_other(url):
    # 303: reloading the page that follows a POST never repeats the POST.
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
