"""Blocks → one HTML page. Django escapes every text; only our own templates hold mark-up."""

import re
from functools import lru_cache

import segno
from django.template.loader import render_to_string

from awards.papers import nd30, nd98
from awards.papers.typesetting import typeset
from campaigns.vietnamese import numbers


@lru_cache(maxsize=1)
def stylesheet():
    return render_to_string("papers/nd30.css", nd30.geometry())


@lru_cache(maxsize=1)
def screen():
    """How a browser shows the sheets: white on grey, as wide as the window lets them be."""
    steps = {"tall": _steps(nd30.PAGE_WIDTH), "across": _steps(nd30.PAGE_HEIGHT)}
    return render_to_string("papers/screen.css", {**nd30.geometry(), **steps})


_PIXELS = 96 / 25.4  # per millimetre, in every browser
_STEP, _NARROWEST, _EDGES = 20, 280, 36


def _steps(width):
    """[(window's width up to px, share of the sheet's size)], wide to narrow: CSS cannot divide two lengths."""
    sheet = width * _PIXELS
    widest = (int(sheet + _EDGES) // _STEP + 1) * _STEP
    return [(upto, round((upto - _STEP - _EDGES) / sheet, 3)) for upto in range(widest, _NARROWEST, -_STEP)]


def page(paper, *, draft=False, style=True, nonce="", bar=None):
    """The paper as one page. `style=False` leaves the style sheets out, for a renderer that keeps its own ready.

    `bar` is a list of (label, address) to stand above the sheets on screen, with a button that prints.
    """
    paper = typeset(paper)
    made = render_to_string(
        "papers/paper.html",
        {
            "paper": paper,
            "draft": draft,
            "nonce": nonce,
            "bar": bar,
            "style": stylesheet() + screen() if style else "",
            "country": nd30.COUNTRY,
            "motto": nd30.MOTTO,
            **_sheets(paper),
        },
    )
    # A space at a paragraph's end, which is not even shown, makes WeasyPrint tear a word off its last line.
    made = _PARAGRAPH.sub(_whole_symbols, made.replace("\n</p>", "</p>"))
    return _marked(made) if style else made


def _marked(made):
    """Dots that somebody has yet to replace stand out on screen, as the blanks of number and date do."""
    head, body, sheets = made.partition("<main")
    return head + body + _TEXT.sub(lambda text: _DOTS.sub(_BLANK, text[0]), sheets)


_TEXT = re.compile(r">[^<]*……[^<]*<")
_DOTS = re.compile("…{2,}")
_BLANK = r'<span class="blank">\g<0></span>'
_PARAGRAPH = re.compile(r'<p class="(?:body|basis)">.*?</p>', re.DOTALL)


def _whole_symbols(paragraph):
    """In running text; a table's narrow cell may have to break a symbol.

    The space before it stands alone: where the text before just fits on its line, WeasyPrint would tear that text
    after its first word.
    """
    return _SYMBOL.sub(_whole, paragraph[0])


_SYMBOL = re.compile(f"( ?)({nd30.SYMBOL.pattern})")


def _whole(found):
    space, symbol = found.groups()
    return f'{space and "<span> </span>"}<span class="symbol">{symbol}</span>'


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
            "guides": _guides(block) if block.guided else None,
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


def _guides(block):
    """Numbers as SVG writes them, whatever the language."""
    fields = nd98.sheet(block)
    return {
        "rulers": [tuple(map(str, tick)) for tick in nd98.rulers()],
        "boxes": [
            {
                "x": f"{field.x:.1f}",
                "y": f"{field.y:.1f}",
                "width": f"{field.width:.1f}",
                "height": f"{field.height or nd98.QR:.1f}",
                "title": f"{nd98.TITLES[field.name]} ({numbers.decimal(round(field.x, 1))}; "
                f"{numbers.decimal(round(field.y, 1))})",
            }
            for field in fields
        ],
    }


def _code(address):
    """A QR code as a picture inside the page: a paper reaches no file and no network."""
    return segno.make_qr(address, error="m").svg_data_uri(border=4, scale=4)
