"""HOW IS A PAPER HANDED OVER? As sheets in the browser, as a file, or as the sentence why there is no PDF."""

from csp.constants import NONCE, SELF
from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from awards.papers import registry
from awards.papers.render import html, pdf

# What each of registry.FORMATS is called on a button, and what the browser is told that it is.
_WORDS = {
    "pdf": ("PDF", "application/pdf"),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
FRAMED = "?khung"


def offered():
    """[(format, label)] of every format that papers can be written as now."""
    return [(form, _WORDS[form][0]) for form in registry.FORMATS]


def without_pango(address):
    """[(label, address)] of the same paper in the formats that need no Pango; `address` ends in ".pdf"."""
    stem = address.removesuffix("pdf")
    return [(f"Tải bản {label}", f"{stem}{form}") for form, label in offered() if form != "pdf"]


def shown_as_sheets(view):
    """For views that answer with `sheets`: their style sheet stands in the page, and our own pages may frame it."""
    return csp_update({"style-src": [SELF, NONCE]})(xframe_options_sameorigin(view))


def sheets(request, paper, *, draft=False, files=()):
    """The paper for the browser's own print. `files` are (label, address) of the same paper to download.

    Inside another page (`?khung`) it stands without the bar of buttons.
    """
    bar = None if FRAMED[1:] in request.GET else list(files)
    made = html.page(paper, draft=draft, nonce=str(request.csp_nonce), bar=bar)
    response = HttpResponse(made)
    response["Cache-Control"] = "private, no-store"
    return response


def file(request, form, write, name, *, instead=(), back=None):
    """What `write()` makes, as a download called `name`; `form` is one of registry.FORMATS, else 404.

    Without Pango a PDF is a page with the sentence, `instead` as its (label, address) buttons and `back` as the
    way home: 503.
    """
    if form not in registry.FORMATS:
        raise Http404
    try:
        made = write()
    except pdf.Unavailable as missing:
        return no_pdf(request, missing.sentence, instead=instead, back=back)
    response = HttpResponse(made, content_type=_WORDS[form][1])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def no_pdf(request, sentence, *, instead=(), back=None):
    context = {"sentence": sentence, "instead": instead, "back": back}
    return render(request, "503.html", context, status=503)
