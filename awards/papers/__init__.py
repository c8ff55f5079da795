"""Official papers: one content definition each → PDF (over HTML) and Word, in the geometry of Decree 30/2020/NĐ-CP.

A module per paper says what it contains (blocks, no mark-up); nd30 holds the form once; a renderer draws blocks.
"""

from . import render, unit
from .render.pdf import Unavailable, available
from .wording import tidy

__all__ = ["Unavailable", "available", "html", "render", "word"]

_COMPOSERS = {"letter": unit.letter.compose, "minutes": unit.minutes.compose, "report": unit.report.compose}


def compose(part, content):
    """The paper as blocks. `part` is a DossierPart.Code, `content` a value of awards.snapshots.dossier.build.

    A field that is still empty is printed as a blank to fill. Raises KeyError for an unknown part.
    """
    return _COMPOSERS[part](tidy(content))


def pdf(part, content, *, draft=False):
    """The paper as PDF bytes; the same content always gives the same bytes. Raises Unavailable."""
    return render.pdf.write(compose(part, content), draft=draft)


def docx(part, content, *, draft=False):
    """The paper as DOCX bytes: what the PDF says, word for word. Needs no Pango."""
    return render.docx.write(compose(part, content), draft=draft)


def html(part, content, draft=False, *, nonce=""):
    """The paper as one self-contained page for the browser's own print, for machines without Pango.

    `nonce` is the one of the content security policy, which would otherwise refuse the style sheet.
    """
    return render.html.page(compose(part, content), draft=draft, nonce=nonce)
