"""HOW is it written in WordprocessingML? Runs, paragraphs and tables; children stand in the schema's order."""

import re
import unicodedata

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from awards.papers import nd30

_TWIPS_PER_MM, _TWIPS_PER_PT = 1440 / 25.4, 20
# What XML cannot hold; nothing that is typed needs it.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECES = re.compile("([\n\t])")


def twips(mm=0, pt=0):
    return round(mm * _TWIPS_PER_MM + pt * _TWIPS_PER_PT)


def element(tag, *children, **attributes):
    """A w: element; a child that is None is left out."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(child for child in children if child is not None)
    return made


def flag(tag, on):
    return element(tag) if on else None


# --- text ------------------------------------------------------------------------------------------------


def clean(text):
    return _FORBIDDEN.sub("", unicodedata.normalize("NFC", text))


def run(text, *, bold=None, italic=None, size=None, colour=None, highlight=False, whole=False):
    """A run; a line feed breaks the line. `whole` keeps the symbols of documents on one line.

    `bold` and `italic` are given only where they differ from the paragraph's style.
    """
    made = element("r", _run_properties(bold, italic, size, colour, highlight))
    for piece in _PIECES.split(clean(text)):
        if piece == "\n":
            made.append(element("br"))
        elif piece == "\t":
            made.append(element("tab"))
        else:
            made.extend(_words(piece, whole))
    return made


def _run_properties(bold, italic, size, colour, highlight):
    given = [
        element("b", val=int(bold)) if bold is not None else None,
        element("i", val=int(italic)) if italic is not None else None,
        element("color", val=colour) if colour else None,
        *sized(size),
        element("highlight", val="yellow") if highlight else None,
    ]
    return element("rPr", *given) if any(each is not None for each in given) else None


def sized(points):
    return [element("sz", val=2 * points), element("szCs", val=2 * points)] if points else []


def _words(text, whole):
    """w:t elements; inside a symbol the hyphen is Word's own unbreakable one, which is still a hyphen to who reads it."""
    if not whole or not nd30.SYMBOL.search(text):
        yield from _plain(text)
        return
    end = 0
    for symbol in nd30.SYMBOL.finditer(text):
        head, tail = symbol[0].split("-", 1)
        yield from _plain(text[end : symbol.start()] + head)
        yield element("noBreakHyphen")
        yield from _plain(tail)
        end = symbol.end()
    yield from _plain(text[end:])


def _plain(text):
    if text:
        made = element("t")
        made.text = text
        made.set(qn("xml:space"), "preserve")
        yield made


# --- paragraphs ------------------------------------------------------------------------------------------


def paragraph(
    style, *runs, keep=False, border=0, tab=0, before=None, exactly=0, left=0, right=0, hanging=0, align=""
):
    """Lengths: `border` (above), `before` and `exactly` (the line's height) in pt; `tab` and the indents in mm."""
    spacing = {"before": twips(pt=before)} if before is not None else {}
    if exactly:
        spacing |= {"line": twips(pt=exactly), "lineRule": "exact"}
    indent = {"left": twips(left), "right": twips(right)} if left or right else {}
    if hanging:
        indent["hanging"] = twips(hanging)
    properties = element(
        "pPr",
        element("pStyle", val=style),
        flag("keepNext", keep),
        element("pBdr", line("top", border)) if border else None,
        element("tabs", element("tab", val="left", pos=twips(tab))) if tab else None,
        element("spacing", **spacing) if spacing else None,
        element("ind", **indent) if indent else None,
        element("jc", val=align) if align else None,
    )
    return element("p", properties, *runs)


def line(side, weight):
    """A border of `weight` pt."""
    return element(side, val="single", sz=round(weight * 8), space=0, color="auto")


def rule(length, width, *, above=nd30.RULE_GAP, keep=True):
    """A drawn rule of `length` mm in the middle of `width` mm: the border of a paragraph without height."""
    aside = max(0, (width - length) / 2)
    return paragraph("Rule", keep=keep, border=nd30.RULE_WEIGHT, before=above, left=aside, right=aside)


def spacer(points=1, *, keep=False):
    """Word demands a paragraph after a table and between two."""
    return paragraph("Rule", keep=keep, exactly=points)


# --- tables ----------------------------------------------------------------------------------------------


def table(widths, rows, *, grid=False):
    """A table of fixed columns (mm). `grid`: with lines and room inside the cells, else an invisible frame."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    room = {"top": nd30.CELL_ABOVE, "left": nd30.CELL_ASIDE} if grid else {"top": 0, "left": 0}
    room |= {"bottom": room["top"], "right": room["left"]}
    columns = [twips(width) for width in widths]
    properties = element(
        "tblPr",
        element("tblW", w=sum(columns), type="dxa"),
        element("tblInd", w=0, type="dxa"),
        element("tblBorders", *(line(side, nd30.GRID_WEIGHT) for side in sides)) if grid else None,
        element("tblLayout", type="fixed"),
        element("tblCellMar", *(element(side, w=twips(pt=pt), type="dxa") for side, pt in room.items())),
    )
    return element(
        "tbl", properties, element("tblGrid", *(element("gridCol", w=width) for width in columns)), *rows
    )


def row(*cells, head=False, height=0, torn=False):
    """A row that no page tears unless `torn`; `head` is repeated on each page, `height` in mm at least."""
    properties = element(
        "trPr",
        flag("cantSplit", not torn),
        element("trHeight", val=twips(height), hRule="atLeast") if height else None,
        flag("tblHeader", head),
    )
    return element("tr", properties, *cells)


def cell(width, content, *, span=1, merge="", middle=False):
    """`width` in mm; `merge`: "restart" begins a cell over several rows, "continue" goes on with it."""
    properties = element(
        "tcPr",
        element("tcW", w=twips(width), type="dxa"),
        element("gridSpan", val=span) if span > 1 else None,
        element("vMerge", val=merge) if merge else None,
        element("vAlign", val="center") if middle else None,
    )
    return element("tc", properties, *content)
