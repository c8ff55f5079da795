"""HOW IS AN ARCHIVE WRITTEN? File by file into a ZIP, each hashed on its way; memory does not grow with it.

The same data and the same stamp give the same bytes: order and times come from the data. Every folder has its
luu-tru.json (metadata), the whole its manifest.json, a SHA256SUMS that `sha256sum -c` checks, and a page to read.
"""

import hashlib
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from awards.papers import Unavailable
from campaigns import clock
from campaigns.vietnamese import dates

from . import metadata
from .descriptions import completed

_CHUNK = 2**16
# Compressed already; a second time costs seconds and gains nothing.
_COMPRESSED = (".pdf", ".docx", ".xlsx", ".jpg", ".jpeg", ".png", ".zip")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_FROM_OUTSIDE = ("evidence", "signed")
GONE = "Tệp không còn trong kho lưu của máy chủ. Quản trị hệ thống phục hồi từ bản sao lưu."
ALTERED = (
    "Tệp trên máy chủ không còn đúng như lúc niêm phong (mã SHA-256 khác), nên không in. Quản trị hệ thống chạy "
    "verify_history rồi phục hồi tệp từ bản sao lưu."
)
MANIFEST, SUMS, README = "manifest.json", "SHA256SUMS", "DOC-TRUOC.txt"


@dataclass(frozen=True)
class Stamp:
    """Who takes the archive out, and when (aware)."""

    by: str
    at: datetime


def pack(stream, sections, *, title, stamp, head=None):
    """Write a whole archive of Sections to a binary stream. Returns the manifest."""
    with Packer(stream, title=title, stamp=stamp) as packer:
        for section in sections:
            packer.add(section)
        return packer.close(head)


class Packer:
    """An archive while it is being written: `add` folders or `take` packed ones, then `close`."""

    def __init__(self, stream, *, title, stamp):
        self.zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self.title, self.stamp = title, stamp
        self.files, self.missing, self.folders = [], [], []
        self._paths = set()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.zip.close()

    # --- a folder ------------------------------------------------------------------------------------------

    def add(self, section):
        """Write every entry of a Section that can be had, then its metadata."""
        self.refuse(section.missing)
        documents = self.put(section.entries)
        ordered = sorted(documents.values(), key=lambda found: (found["day"], found["place"]))
        described = [(row["document"], row["pages"], row["paths"], row["note"]) for row in ordered]
        body = _json(metadata.of_file(section, described))
        self._write(
            f"{section.folder}/luu-tru.json",
            _in_chunks(body),
            max((entry.at for entry in section.entries), default=self.stamp.at),
            {"ten": f"Dữ liệu lưu trữ: {section.title}", "loai": "metadata", "nguon": "kết xuất"},
        )
        self.folders.append({"thu_muc": section.folder, "ten": section.title, "den_su_kien": section.head})

    def put(self, entries):
        """Write entries alone. Returns what was found out about their documents."""
        documents = {}
        for entry in entries:
            row, pages = self._file(entry)
            if row and entry.document:
                _note(documents, entry, row, pages)
        return documents

    def refuse(self, missing):
        """Note [(title, sentence)] of what cannot be made."""
        self.missing += [{"ten": title, "vi_sao": sentence} for title, sentence in missing]

    def _file(self, entry):
        try:
            stream = entry.open()
        except Unavailable as unavailable:
            self.refuse([(f"{entry.title} (PDF)", unavailable.sentence)])
            return None, None
        except OSError:
            self.refuse([(entry.title, GONE)])
            return None, None
        told = {"ten": entry.title, "loai": entry.kind, "nguon": entry.origin, "ghi_chu": entry.note}
        with stream:
            row = self._write(entry.path, iter(lambda: stream.read(_CHUNK), b""), entry.at, told)
            if entry.sha256:
                row["nguyen_ven"] = row["sha256"] == entry.sha256
            # Not of uploads: a file from outside is not parsed where nobody asked for it.
            pages = (
                _pages(stream) if entry.path.endswith(".pdf") and entry.kind not in _FROM_OUTSIDE else None
            )
        return row, pages

    def _write(self, path, chunks, at, told):
        path = self._unique(path)
        info = zipfile.ZipInfo(path, max(_EARLIEST, at.astimezone(clock.ZONE).timetuple()[:6]))
        info.compress_type = zipfile.ZIP_STORED if path.endswith(_COMPRESSED) else zipfile.ZIP_DEFLATED
        info.create_system, info.external_attr = 3, 0o100644 << 16
        digest, size = hashlib.sha256(), 0
        with self.zip.open(info, "w", force_zip64=True) as target:
            for chunk in chunks:
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        row = {
            "duong_dan": path,
            **told,
            "luc": at.astimezone(clock.ZONE).isoformat(),
            "byte": size,
            "sha256": digest.hexdigest(),
        }
        self.files.append(row)
        return row

    def _unique(self, path):
        """Two uploads may bear one name; no file of an archive hides another."""
        stem, dot, ending = path.rpartition(".")
        tried, n = path, 1
        while tried in self._paths:
            n += 1
            tried = f"{stem}-{n}{dot}{ending}"
        self._paths.add(tried)
        return tried

    # --- folders that were packed before -----------------------------------------------------------------------

    @property
    def parts(self):
        """What `take` needs of an archive that was packed on its own."""
        return {"files": self.files, "missing": self.missing, "folders": self.folders}

    def take(self, stream, parts):
        """Copy what another Packer wrote, with its list."""
        with zipfile.ZipFile(stream) as packed:
            for row in parts["files"]:
                info = packed.getinfo(row["duong_dan"])
                self._paths.add(info.filename)
                fresh = zipfile.ZipInfo(info.filename, info.date_time)
                fresh.compress_type, fresh.create_system = info.compress_type, info.create_system
                fresh.external_attr = info.external_attr
                with packed.open(info) as source, self.zip.open(fresh, "w", force_zip64=True) as target:
                    for chunk in iter(lambda: source.read(_CHUNK), b""):
                        target.write(chunk)
        self.files += parts["files"]
        self.missing += parts["missing"]
        self.folders += parts["folders"]

    # --- the end -----------------------------------------------------------------------------------------------

    def close(self, head=None):
        """Write the manifest, the sums and the page to read. Returns the manifest."""
        manifest = {
            "ten": self.title,
            "nguoi_lay": self.stamp.by,
            "lay_luc": self.stamp.at.astimezone(clock.ZONE).isoformat(),
            "den_su_kien": head or {},
            "thu_muc": self.folders,
            "tep": list(self.files),
            "chua_lap_duoc": self.missing,
        }
        for name, body in (
            (MANIFEST, _json(manifest)),
            (README, _page(manifest).encode("utf-8-sig")),
        ):
            self._write(
                name, _in_chunks(body), self.stamp.at, {"ten": name, "loai": "manifest", "nguon": "kết xuất"}
            )
        sums = "".join(f"{row['sha256']}  {row['duong_dan']}\n" for row in self.files)
        self._write(SUMS, _in_chunks(sums.encode()), self.stamp.at, {"ten": SUMS})
        return manifest


def _note(documents, entry, row, pages):
    """One line per document, whatever the number of its formats; the PDF counts the pages."""
    path, document = row["duong_dan"], entry.document
    own = entry.of or ((entry.kind, path.rpartition(".")[0]),)
    for key in [key for key in own if key in documents] or own[:1]:
        found = documents.setdefault(
            key,
            {
                "document": document,
                "pages": None,
                "paths": [],
                "note": entry.note,
                "day": document.issued_on or entry.at.astimezone(clock.ZONE).date(),
                "place": len(documents),
            },
        )
        found["document"] = completed(found["document"], document)
        found["paths"].append(path)
        found["pages"] = pages if pages is not None else found["pages"]


def _pages(stream):
    """Of a PDF that this software made; None where it cannot be told."""
    try:
        stream.seek(0)
        return len(PdfReader(stream).pages)
    except (PyPdfError, OSError, ValueError):
        return None


def _in_chunks(body):
    return [body] if body else []


def _json(value):
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _page(manifest):
    """What is in here, for a person who opens the ZIP."""
    lines = [
        manifest["ten"],
        f"Người lấy: {manifest['nguoi_lay']}, lúc {_moment(manifest['lay_luc'])}",
        "",
        f"Có {len(manifest['tep'])} tệp trong {len(manifest['thu_muc'])} thư mục:",
        *(f"  {row['thu_muc']}/  {row['ten']}" for row in manifest["thu_muc"]),
        "",
        f"{MANIFEST}: danh sách tệp với dung lượng, mã băm SHA-256, thời điểm và nguồn gốc của từng tệp.",
        f"{SUMS}: kiểm tra tệp còn nguyên bằng lệnh sha256sum -c {SUMS}.",
        "luu-tru.json trong từng thư mục: dữ liệu của hồ sơ và văn bản theo Phụ lục VI Nghị định số 30/2020/NĐ-CP.",
    ]
    broken = [row["duong_dan"] for row in manifest["tep"] if row.get("nguyen_ven") is False]
    if broken:
        lines += [
            "",
            "CẢNH BÁO, tệp khác với lúc niêm phong hoặc tải lên:",
            *(f"  {path}" for path in broken),
        ]
    if manifest["chua_lap_duoc"]:
        lines += [
            "",
            "Chưa lập được:",
            *(f"  {row['ten']}: {row['vi_sao']}" for row in manifest["chua_lap_duoc"]),
        ]
    return "\r\n".join([*lines, ""])


def _moment(iso):
    return dates.instant(datetime.fromisoformat(iso))
