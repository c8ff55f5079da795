"""CAN THE FILE BE KEPT? What a machine can tell of PDF/A level A (ISO 19005-2 and -3) without drawing a page.

Not part of the decree's form, so asked for separately (`check_paper --archive`). Fonts inside the file and their
Unicode are points of the form already (on_type).
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from pypdf import PdfReader

from . import pdf_structure
from .pdf_reader import Unreadable, guarded
from .rules import Found

_PART, _LEVEL = (f"{{http://www.aiim.org/pdfa/ns/id/}}{name}" for name in ("part", "conformance"))
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
# What runs, reaches out or hides in a file (ISO 19005-2, 6.5, 6.6.1, 6.8).
_ACTIVE = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/EmbeddedFile", "/XFA", "/RichMedia", "/AA"}


@dataclass(frozen=True)
class ArchiveRule:
    code: str
    title: str
    wanted: str
    measure: Callable


def read(pdf):
    """pypdf's reader of bytes or a path. Raises Unreadable, OSError."""
    content = pdf if isinstance(pdf, bytes) else Path(pdf).read_bytes()
    with guarded():
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise Unreadable("Tệp có mật khẩu nên không kiểm tra được. Hãy dùng bản không đặt mật khẩu.")
        len(reader.pages)
    return reader


def _declared(reader):
    said = {}
    for element in _metadata(reader).iter():
        said |= {name: element.get(name) for name in (_PART, _LEVEL) if element.get(name)}
        if element.tag in (_PART, _LEVEL):
            said[element.tag] = (element.text or "").strip()
    part, level = said.get(_PART), said.get(_LEVEL)
    measured = f"PDF/A-{part}{(level or '?').lower()}" if part else "không khai báo"
    return Found(measured, not (part in ("2", "3") and level == "A"))


def _metadata(reader):
    stored = reader.root_object.get("/Metadata")
    try:
        return ElementTree.fromstring(stored.get_object().get_data()) if stored else ElementTree.Element("x")
    except ElementTree.ParseError:
        return ElementTree.Element("x")


def _named(reader):
    """Title and author, the same in both places where a file may say them."""
    info = reader.metadata or {}
    said = _metadata(reader)
    pairs = []
    for key, tag in (("/Title", "title"), ("/Author", "creator")):
        items = [item.text or "" for item in said.findall(f".//{_DUBLIN_CORE}{tag}//{_RDF}li")]
        pairs.append((str(info.get(key) or ""), "; ".join(items)))
    told = "; ".join(f"“{one[:40]}”" if one == other else f"“{one}” khác “{other}”" for one, other in pairs)
    return Found(told, any(not one or one != other for one, other in pairs))


def _spoken(reader):
    language = str(reader.root_object.get("/Lang") or "")
    return Found(f"“{language}”", not language.lower().startswith("vi"))


def _tagged(reader):
    root = reader.root_object
    marked = bool((root.get("/MarkInfo") or {}).get("/Marked"))
    structure = pdf_structure.structure(reader)
    loose, lost = pdf_structure.outside(reader, structure)
    said = f"{structure.elements} phần tử cấu trúc, {loose} nét nằm ngoài cấu trúc"
    said += f", {lost} đoạn đánh dấu mà cấu trúc không nhắc tới" if lost else ""
    wrong = not (marked and structure.elements) or loose > 0 or lost > 0
    return Found(said if marked else f"không đánh dấu; {said}", wrong)


def _drawn(reader):
    blanks = pdf_structure.blanks(reader)
    return Found(f"{blanks} chữ không có hình trong phông" if blanks else "đủ", blanks > 0)


def _coloured(reader):
    for intent in reader.root_object.get("/OutputIntents") or []:
        intent = intent.get_object()
        profile = intent.get("/DestOutputProfile")
        if intent.get("/S") == "/GTS_PDFA1" and profile is not None:
            return Found(f"hồ sơ màu ICC {profile.get_object().get('/N')} kênh")
    return Found("không có hồ sơ màu", True)


def _closed(reader):
    found = sorted({name[1:] for name in _keys(reader) if name in _ACTIVE})
    return Found(", ".join(found) or "không có", bool(found))


def _keys(reader):
    """Every name that an object of the file uses as a key or as the kind of an action."""
    for number in sorted(_numbers(reader)):
        thing = reader.get_object(number)
        if isinstance(thing, dict):
            yield from thing
            yield from (str(thing.get(key)) for key in ("/S", "/Type", "/Subtype") if key in thing)


def _numbers(reader):
    """Of the objects that are there: how many the trailer claims may be any number."""
    return {number for place in reader.xref.values() for number in place} | set(reader.xref_objStm)


def _identified(reader):
    return Found("có" if "/ID" in reader.trailer else "không có", "/ID" not in reader.trailer)


RULES = (
    ArchiveRule("pdfa", "Khai báo PDF/A", "PDF/A-2a hoặc PDF/A-3a", _declared),
    ArchiveRule(
        "metadata", "Tên và tác giả", "có đủ, giống nhau ở thuộc tính tệp và ở siêu dữ liệu XMP", _named
    ),
    ArchiveRule("language", "Ngôn ngữ", "“vi”", _spoken),
    ArchiveRule("tags", "Cấu trúc văn bản", "được đánh dấu, mọi nét đều thuộc cấu trúc", _tagged),
    ArchiveRule("glyphs", "Hình của chữ", "có đủ trong phông", _drawn),
    ArchiveRule("colour", "Hồ sơ màu", "kèm trong tệp", _coloured),
    ArchiveRule("closed", "Nội dung động hoặc ẩn", "không có", _closed),
    ArchiveRule("identity", "Mã nhận dạng tệp", "có", _identified),
)
