"""Evidence files made in code: small, valid, and plainly samples. The same words always give the same bytes."""

import io
import struct
import zipfile
import zlib
from xml.sax.saxutils import escape

from django.core.files.uploadedfile import SimpleUploadedFile

_NS = "http://schemas.openxmlformats.org"
_REL = f"{_NS}/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SAMPLE = "TÀI LIỆU MẪU, dùng để diễn tập, không có giá trị"


def upload(name, rows):
    """An upload whose format follows its name's extension; `rows` is [(label, whole number)]."""
    makers = {"docx": docx, "xlsx": xlsx, "pdf": pdf, "png": png}
    return SimpleUploadedFile(name, makers[name.rpartition(".")[2]](name, rows))


def docx(title, rows):
    lines = [SAMPLE, title, *(f"{label}: {value}" for label, value in rows)]
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    document = f'<w:document xmlns:w="{_NS}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    return _office("word/document.xml", document, f"{_TYPE}.wordprocessingml.document.main+xml")


def xlsx(title, rows):
    cells = [(SAMPLE, ""), (title, ""), *rows]
    table = "".join(f"<row>{_text(label)}{_cell(value)}</row>" for label, value in cells)
    main = f"{_NS}/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData>{table}</sheetData></worksheet>'
    workbook = (
        f'<workbook xmlns="{main}" xmlns:r="{_REL}"><sheets>'
        '<sheet name="Mẫu" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    relations = _relations(f"{_REL}/worksheet", "worksheets/sheet1.xml")
    return _office(
        "xl/workbook.xml",
        workbook,
        f"{_TYPE}.spreadsheetml.sheet.main+xml",
        {"xl/worksheets/sheet1.xml": (sheet, f"{_TYPE}.spreadsheetml.worksheet+xml")},
        {"xl/_rels/workbook.xml.rels": relations},
    )


def _text(words):
    return f'<c t="inlineStr"><is><t>{escape(words)}</t></is></c>'


def _cell(value):
    return f"<c><v>{value}</v></c>" if isinstance(value, int) else _text(value)


def _relations(kind, target):
    return (
        f'<Relationships xmlns="{_NS}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/></Relationships>'
    )


def _office(path, document, content_type, more=None, relations=None):
    """A zip of the Office Open XML kind, with fixed dates so that its bytes are always the same."""
    parts = {path: (document, content_type), **(more or {})}
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (_, kind) in parts.items()
    )
    types = (
        f'<Types xmlns="{_NS}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    entries = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relations(f"{_REL}/officeDocument", path),
        **(relations or {}),
        **{name: text for name, (text, _) in parts.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in entries.items():
            archive.writestr(zipfile.ZipInfo(name, (2023, 12, 20, 8, 0, 0)), f"{_HEAD}\n{text}")
    return stream.getvalue()


# No font that every reader has knows Vietnamese, so the word MẪU is drawn with strokes.
_SAMPLE_MARK = (
    "0 0 m 0 90 l 35 30 l 70 90 l 70 0 l S "
    "100 0 m 135 90 l 170 0 l S 113 33 m 157 33 l S "
    "115 100 m 135 116 l 155 100 l S 112 126 m 122 140 142 118 158 134 c S "
    "200 90 m 200 25 l 200 -10 265 -10 265 25 c 265 90 l S"
)


def pdf(title, rows):
    """One page: the word MẪU and a bar for each figure; the title is in the document's properties."""
    most = max([value for _, value in rows], default=1) or 1
    bars = " ".join(
        f"{70 + 60 * place} 120 40 {20 + 260 * value // most} re f" for place, (_, value) in enumerate(rows)
    )
    drawing = f"0.6 0.1 0.1 RG 9 w q 1 0 0 1 165 640 cm {_SAMPLE_MARK} Q 0.3 0.4 0.6 rg {bars}".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Title <%s> >>" % f"\ufeff{SAMPLE}: {title}".encode("utf-16-be").hex().encode(),
    ]
    return _pdf_file(objects)


def _pdf_file(objects):
    out, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return bytes(out) + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, size - 1, len(out))
    )


def png(title, rows):
    """A chart of one bar per figure, 320 × 200, with the title as a text chunk."""
    width, height = 320, 200
    most = max([value for _, value in rows], default=1) or 1
    tops = [height - 20 - 160 * value // most for _, value in rows]
    lines = bytearray()
    for y in range(height):
        lines.append(0)
        for x in range(width):
            place, inside = divmod(x - 20, 60)
            inked = 0 <= place < len(tops) and inside < 40 and tops[place] <= y < height - 20
            lines += b"\x4c\x66\x99" if inked else b"\xff\xff\xff"
    text = b"Title\0\0\0\0\0" + f"{SAMPLE}: {title}".encode()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            _chunk(b"iTXt", text),
            _chunk(b"IDAT", zlib.compress(bytes(lines), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
