"""Blocks → one HTML page. Django escapes every text; only our own templates hold mark-up."""

import re
from functools import lru_cache

import segno
from django.template.loader import render_to_string

from . import nd30, nd98


@lru_cache(maxsize=1)
def stylesheet():
    return render_to_string("papers/nd30.css", nd30.geometry())


def page(paper, *, draft=False, style=True, nonce=""):
    """`style=False` leaves the style sheet out, for a renderer that keeps it ready."""
    made = render_to_string(
        "papers/paper.html",
        {
            "paper": paper,
            "draft": draft,
            "nonce": nonce,
            "style": stylesheet() if style else "",
            "country": nd30.COUNTRY,
            "motto": nd30.MOTTO,
            **_sheets(paper),
        },
    )
    # A space at a paragraph's end, which is not even shown, makes WeasyPrint tear a word off its last line.
    return _PARAGRAPH.sub(_whole_symbols, made.replace("\n</p>", "</p>"))


_PARAGRAPH = re.compile(r'<p class="(?:body|basis)">.*?</p>', re.DOTALL)


def _whole_symbols(paragraph):
    """In running text; a table's narrow cell may have to break a symbol."""
    return nd30.SYMBOL.sub(r'<span class="symbol">\g<0></span>', paragraph[0])


def _sheets(paper):
    """Certificates are laid out field by field, so each page has a style sheet of its own."""
    certificates = [block for block in paper.blocks if block.kind == "certificate"]
    if not certificates:
        return {}
    sheets = [
        {
            "index": index,
            "fields": nd98.sheet(block),
            "framed": not block.text_only,
            "address": block.address,
            "qr": _code(block.address) if block.address else "",
        }
        for index, block in enumerate(certificates)
    ]
    form = {
        name: getattr(nd98, name.upper())
        for name in ("width", "height", "frame", "frame_weight", "rule_gap", "red")
    }
    return {
        "sheets": sheets,
        "sheet_style": render_to_string("papers/certificate.css", {"sheets": sheets, **form}),
    }


def _code(address):
    """A QR code as a picture inside the page: a paper reaches no file and no network."""
    return segno.make_qr(address, error="m").svg_data_uri(border=4, scale=4)
