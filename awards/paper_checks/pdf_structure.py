"""WHAT DO THE PAGES SHOW, and what says the structure of it? Marks and glyphs of a PDF, told by pypdf."""

import re
from dataclasses import dataclass, field

from pypdf.generic import ContentStream

_TEXT = {b"Tj", b"TJ", b"'", b'"'}
_SHOWN = _TEXT | {b"Do", b"sh", b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*"}
_MAPPED = re.compile(rb"begincidchar(.*?)endcidchar", re.DOTALL)
_UNMAPPED = re.compile(rb"<([0-9a-fA-F]+)>\s+0\s")


@dataclass
class Structure:
    """`marks` are the (page, number) of the marked content that the elements hold."""

    elements: int = 0
    marks: set = field(default_factory=set)


def structure(reader):
    """What hangs below the root; without recursion, since a file may be made to be deep."""
    found, seen = Structure(), set()
    tree = reader.root_object.get("/StructTreeRoot")
    waiting = [(tree.raw_get("/K"), None)] if tree and "/K" in tree else []
    while waiting:
        at, page = waiting.pop()
        if (reference := getattr(at, "idnum", None)) is not None:
            if reference in seen:
                continue
            seen.add(reference)
        at = at.get_object() if hasattr(at, "get_object") else at
        if isinstance(at, list):
            waiting += [(kid, page) for kid in at]
        elif isinstance(at, int):
            found.marks.add((page, int(at)))
        elif isinstance(at, dict):
            page = getattr(at.raw_get("/Pg"), "idnum", None) if "/Pg" in at else page
            _count(found, at, page)
            waiting += [(at.raw_get("/K"), page)] if "/K" in at else []
    return found


def _count(found, element, page):
    found.elements += "/S" in element
    if "/MCID" in element:
        found.marks.add((page, int(element["/MCID"])))


def outside(reader, structure):
    """(what is shown outside marked content, marked content that no element holds); ISO 32000-1, 14.8.2.2."""
    loose = lost = 0
    for page in reader.pages:
        own = page.indirect_reference.idnum
        inside = 0
        for operands, operator in _operations(page, reader):
            if operator in (b"BDC", b"BMC"):
                inside += 1
                mark = (
                    operands[1].get("/MCID") if len(operands) > 1 and isinstance(operands[1], dict) else None
                )
                lost += mark is not None and (own, int(mark)) not in structure.marks
            elif operator == b"EMC":
                inside -= 1
            elif operator in _SHOWN and not inside:
                loose += 1
    return loose, lost


def _operations(page, reader):
    return ContentStream(page.get_contents(), reader).operations if page.get_contents() is not None else ()


# --- glyphs ----------------------------------------------------------------------------------------------


def blanks(reader):
    """How often a text shows the glyph that stands for a missing one (ISO 19005-2, 6.2.11.8)."""
    return sum(_blanks(page, reader) for page in reader.pages)


def _blanks(page, reader):
    fonts = (page.get("/Resources") or {}).get("/Font") or {}
    empty = {name: _empty(font.get_object()) for name, font in fonts.items()}
    current, kept, count = frozenset(), [], 0
    for operands, operator in _operations(page, reader):
        if operator == b"q":
            kept.append(current)
        elif operator == b"Q" and kept:
            current = kept.pop()
        elif operator == b"Tf":
            current = empty.get(operands[0], frozenset())
        elif operator in _TEXT and current:
            count += sum(code in current for code in _codes(operands[-1]))
    return count


def _empty(font):
    """The codes for which this font has no glyph; told of composite fonts alone, whose codes are two bytes."""
    encoding = font.get("/Encoding")
    if font.get("/Subtype") != "/Type0":
        return frozenset()
    if isinstance(encoding, str):
        return frozenset({0} if encoding.startswith("/Identity") else ())
    found = b" ".join(_MAPPED.findall(encoding.get_object().get_data()))
    return frozenset(int(code, 16) for code in _UNMAPPED.findall(found + b" "))


def _codes(shown):
    for piece in shown if isinstance(shown, list) else [shown]:
        if hasattr(piece, "original_bytes"):
            told = piece.original_bytes
            yield from (int.from_bytes(told[at : at + 2], "big") for at in range(0, len(told), 2))
