"""Blocks → Word with python-docx: the same words as the PDF, to be corrected and signed in the office's own Word.

Sections are the paper and each of its annexes; what is drawn in them is boxes and sheet, in the styles of blank.
"""

import io
from copy import deepcopy

from docx import Document
from docx.oxml.ns import qn

from awards.papers import nd30, nd98
from awards.papers.typesetting import typeset

from . import blocks, certificate
from .styles import LANGUAGE, empty_file, packed
from .wordml import clean, element, spacer, twips


def write(paper, *, draft=False):
    """DOCX bytes of blocks; the same blocks always give the same bytes. Needs no Pango."""
    paper = typeset(paper)
    document = Document(io.BytesIO(empty_file(draft)))
    _describe(document.core_properties, paper, draft)
    body = document.element.body
    last = body.sectPr
    sections = _certificates(paper, last, document.part) or _pages(paper, last)
    for at, (content, section) in enumerate(sections, 1):
        for each in content:
            last.addprevious(each)
        if at < len(sections):
            _end(content[-1], section)
        else:
            body.replace(last, section)
    return packed(document)


def _describe(properties, paper, draft):
    properties.title = _property(f"BẢN NHÁP - {paper.title}" if draft else paper.title)
    properties.author = _property(paper.author)
    properties.keywords = _property(paper.reference)
    properties.language = LANGUAGE


def _property(text):
    """Word shows no property longer than 255 letters."""
    text = clean(text)
    return text if len(text) <= 255 else f"{text[:254]}…"


def _end(drawn, section):
    """A section's properties stand in its last paragraph."""
    drawn.get_or_add_pPr().append(section)


def _closed(content):
    """Content that ends with a paragraph, as Word demands of a section."""
    return [*content, *([] if content and content[-1].tag == qn("w:p") else [spacer()])]


# --- pages -----------------------------------------------------------------------------------------------


def _pages(paper, model):
    width = _text_width(paper.landscape)
    made = [(_closed(blocks.draw(paper.blocks, width)), _section(model, landscape=paper.landscape))]
    for annex in paper.annexes:
        content = blocks.annex(annex, _text_width(annex.landscape))
        made.append((_closed(content), _section(model, landscape=annex.landscape)))
    return made


def _text_width(landscape):
    return nd30.WIDE_TEXT_WIDTH if landscape else nd30.TEXT_WIDTH


def _section(model, *, landscape):
    """Each counts its own pages, and does not show its first number."""
    margins = {"top": nd30.TOP, "right": nd30.RIGHT, "bottom": nd30.BOTTOM, "left": nd30.LEFT}
    number = nd30.SIZES["page_number"] * nd30.TIGHT_LINE * 25.4 / 72
    return _properties(
        model,
        (nd30.PAGE_HEIGHT, nd30.PAGE_WIDTH) if landscape else (nd30.PAGE_WIDTH, nd30.PAGE_HEIGHT),
        {**margins, "header": (nd30.TOP - number) / 2, "footer": nd30.BOTTOM / 2, "gutter": 0},
    )


def _properties(model, size, margins, borders=None):
    width, height = size
    across = {"orient": "landscape"} if width > height else {}
    return element(
        "sectPr",
        *map(deepcopy, model.findall(qn("w:headerReference"))),
        element("type", val="nextPage"),
        element("pgSz", w=twips(width), h=twips(height), **across),
        element("pgMar", **{side: twips(mm) for side, mm in margins.items()}),
        borders,
        element("pgNumType", start=1),
        element("titlePg"),
    )


# --- certificates ----------------------------------------------------------------------------------------


def _certificates(paper, model, part):
    certificates = [block for block in paper.blocks if block.kind == "certificate"]
    return [
        ([drawn], _sheet(model, framed=not block.text_only))
        for drawn, block in zip(certificate.draw(certificates, part), certificates, strict=True)
    ]


def _sheet(model, *, framed):
    inside = dict.fromkeys(("top", "right", "bottom", "left"), nd98.FRAME + 2)
    return _properties(
        model,
        (nd98.WIDTH, nd98.HEIGHT),
        {**inside, "header": 0, "footer": 0, "gutter": 0},
        _frame() if framed else None,
    )


def _frame():
    """Word draws it around the page, measured from the page's edge in whole points."""
    away = round(nd98.FRAME * 72 / 25.4)
    sides = (
        element(
            side, val="double", sz=round(nd98.FRAME_WEIGHT / 3 * 8), space=away, color=nd98.RED.strip("#")
        )
        for side in ("top", "left", "bottom", "right")
    )
    return element("pgBorders", *sides, offsetFrom="page")
