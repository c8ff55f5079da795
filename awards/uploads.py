"""Is this file what it says? Uploads are judged by their bytes; names and declared types are hints only.

A sniffing library calls a zip with an .exe inside a .docx (docs/decisions), so the few formats a dossier needs
are recognised here: PDF, JPEG, PNG, Word and Excel (both generations).
"""

import logging
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum

from campaigns import fingerprints
from campaigns.vietnamese import names

from .exceptions import Refused
from .models import SignedCopy

log = logging.getLogger(__name__)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    "application/msword": (".doc",),
    "application/vnd.ms-excel": (".xls",),
}
ACCEPT = ",".join(extension for extensions in TYPES.values() for extension in extensions)
READABLE = "PDF, JPG, PNG, Word (.doc, .docx), Excel (.xls, .xlsx)"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Inside an Office zip: the folder that makes it what it is.
_OFFICE = {"word/": DOCX, "xl/": XLSX}
# A zip inside which anything runs, or that explodes when unpacked, is refused.
_FORBIDDEN = re.compile(
    r"\.(exe|dll|com|bat|cmd|scr|cpl|pif|jse?|vb[es]?|ws[fh]|ps1|jar|msi|lnk|hta|sh|docm|xlsm|dotm|xltm)[. ]*$"
    r"|vbaProject|^/|\.\.[\\/]",
    re.I,
)
# A macro part may bear any name; here it must say what it is, or no program runs it.
_MACROS = re.compile(rb"macroEnabled|vbaProject", re.I)
_ENTRY = b"PK\x01\x02"
_MOST_ENTRIES, _MOST_RATIO, _MOST_UNPACKED = 5_000, 200, 300 * 2**20
_MEGABYTE = 2**20


@dataclass(frozen=True)
class Judged:
    """An upload that passed: name cleaned, type from its bytes, size in bytes, sha256 in hex."""

    name: str
    content_type: str
    size: int
    sha256: str


def judge(upload, wanted=TYPES, readable=READABLE):
    """Judge an UploadedFile by its bytes. Raises Refused with what is wrong and what to do.

    `wanted` are the types that are taken here, `readable` what a person calls them.
    """
    name = clean_name(upload.name)
    if upload.size == 0:
        raise Refused(f"Tệp “{name}” rỗng (0 byte). Hãy mở thử tệp trên máy rồi chọn lại.")
    if upload.size > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // _MEGABYTE
        raise Refused(
            f"Tệp “{name}” nặng {upload.size / _MEGABYTE:.1f} MB, quá giới hạn {limit} MB. "
            "Hãy giảm dung lượng hoặc tách thành nhiều tệp."
        )
    content_type = _recognise(upload)
    if content_type not in wanted:
        raise Refused(
            f"Tệp “{name}” không phải {readable} (xét theo nội dung tệp, không theo tên). "
            "Hãy lưu lại đúng định dạng rồi tải lên."
        )
    extension = name[name.rfind(".") :].lower() if "." in name else ""
    if extension not in TYPES[content_type]:
        expected = " hoặc ".join(TYPES[content_type])
        raise Refused(
            f"Tệp “{name}” có nội dung là {expected} nhưng tên lại có đuôi “{extension or 'không có'}”. "
            f"Hãy đổi tên tệp cho đúng đuôi {expected}."
        )
    return Judged(name, content_type, upload.size, _sha256(upload))


def keep(file, name, content):
    """Write the bytes of a row's file. A disk that takes no more is a sentence, and nothing is half written."""
    try:
        file.save(name, content, save=False)
    except OSError as error:
        log.exception("Could not store a file")
        raise Refused(
            "Máy chủ chưa lưu được tệp (ổ đĩa có thể đã đầy). Hãy báo quản trị hệ thống rồi làm lại."
        ) from error


def was_sent(evidence):
    """Was it part of a submission? What the unit is still collecting is the unit's alone."""
    sent = evidence.nomination.submissions.values_list("content__evidence", flat=True)
    return any(item["key"] == str(evidence.key) for listed in sent for item in listed or [])


def check_room(nomination, size):
    """One dossier may not fill the disk of fifty."""
    used = nomination.evidence.aggregate(total=Sum("size"))["total"] or 0
    limit = settings.MAX_DOSSIER_BYTES
    if used + size > limit:
        raise Refused(
            f"Tài liệu kiểm chứng của hồ sơ đã dùng {used // _MEGABYTE} MB; thêm tệp này sẽ quá "
            f"{limit // _MEGABYTE} MB. Hãy giảm dung lượng tệp."
        )


def check_signed_room(subject, size):
    """Signed copies are replaced and never deleted: those of one object may not fill the disk either.

    `subject` is what filters the copies of that object.
    """
    used = SignedCopy.objects.filter(**subject).aggregate(total=Sum("size"))["total"] or 0
    limit = settings.MAX_DOSSIER_BYTES
    if used + size > limit:
        raise Refused(
            f"Các bản ký đã gắn, kể cả bản cũ được giữ lại, dùng {used // _MEGABYTE} MB; thêm tệp này sẽ quá "
            f"{limit // _MEGABYTE} MB. Hãy giảm dung lượng tệp."
        )


def clean_name(name):
    """The last path component, NFC, without control characters or direction marks, at most 200 characters."""
    name = names.clean(re.split(r"[\\/]", name or "")[-1])
    name = re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", name).strip(". ")
    if len(name) > 200:
        extension = name[name.rfind(".") :][:10] if "." in name else ""
        name = name[: 200 - len(extension)] + extension
    return name or "tep"


def _sha256(upload):
    upload.seek(0)
    digest = fingerprints.of_file(upload.file)
    upload.seek(0)
    return digest


def _recognise(upload):
    upload.seek(0)
    head = upload.read(4096)
    if head.startswith(b"%PDF-"):
        return "application/pdf" if _ends_like_pdf(upload) else None
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR" and _png_is_sane(head[16:24]):
        return "image/png"
    if head.startswith(b"PK\x03\x04"):
        return _office(upload)
    if head.startswith(_OLE):
        return _ole(upload)
    return None


def _ends_like_pdf(upload):
    upload.seek(max(0, upload.size - 2048))
    return b"%%EOF" in upload.read(2048)


def _png_is_sane(size):
    return len(size) == 8 and all(0 < side <= 30_000 for side in struct.unpack(">II", size))


def _office(upload):
    upload.seek(0)
    # Counted before it is parsed: a table of contents of 20 MB would cost seconds and 250 MB of memory.
    if upload.read().count(_ENTRY) > _MOST_ENTRIES:
        return None
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            entries = archive.infolist()
            if _explodes(entries) or _MACROS.search(archive.read("[Content_Types].xml")):
                return None
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, EOFError, RuntimeError):
        return None
    listed = {entry.filename for entry in entries}
    if any(_FORBIDDEN.search(name) for name in listed):
        return None
    for folder, content_type in _OFFICE.items():
        if any(name.startswith(folder) for name in listed):
            return content_type
    return None


def _explodes(entries):
    packed = sum(entry.compress_size for entry in entries) or 1
    unpacked = sum(entry.file_size for entry in entries)
    return unpacked > _MOST_UNPACKED or unpacked / packed > _MOST_RATIO


def _ole(upload):
    """The old binary formats share one container; the stream names in its directory tell them apart."""
    upload.seek(0)
    content = upload.read()
    word, workbook, macros = (
        "".join(f"{c}\0" for c in n).encode() for n in ("WordDocument", "Workbook", "_VBA_PROJECT")
    )
    if macros in content:
        return None
    if word in content:
        return "application/msword"
    return "application/vnd.ms-excel" if workbook in content else None
