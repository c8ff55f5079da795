"""WHICH METADATA DOES THE ARCHIVE WANT? Decree 30/2020/NĐ-CP, appendix VI, part II, sections I and III.

Keys, order and lengths are the appendix's own. What the software cannot know stays empty and is listed with the
place where it is filled in; what is longer than its field is cut and listed in full.
"""

from campaigns import clock
from campaigns.vietnamese import dates

# Section III, the file (hồ sơ): field → longest text. Section I, a document of it (văn bản).
OF_FILE = {"Title": 500, "Maintenance": 30, "Rights": 30, "Creator": 30}
OF_DOCUMENT = {
    "TypeName": 100,
    "CodeNumber": 11,
    "CodeNotation": 30,
    "OrganName": 200,
    "Subject": 500,
    "Language": 30,
    "Description": 500,
    "Position": 100,
    "FullName": 50,
}
LANGUAGE = "Tiếng Việt"
SOURCE = "Nghị định số 30/2020/NĐ-CP, Phụ lục VI, Phần II, mục I và mục III"
_FILLED = {
    "OrganId": "Mã định danh của cơ quan: ghi tại Quản trị › Cơ quan.",
    "FileNotation": "Số, ký hiệu hồ sơ theo Danh mục hồ sơ của cơ quan: ghi tại Quản trị › Đợt thi đua, phần Lưu trữ.",
    "Rights": "Chế độ sử dụng: ghi tại Quản trị › Đợt thi đua, phần Lưu trữ.",
    "Maintenance": "Thời hạn bảo quản, kèm nguồn: ghi tại Quản trị › Đợt thi đua, phần Hình thức khen thưởng.",
    "EndDate": "Hồ sơ chưa kết thúc.",
    "PageTotal": "Có tài liệu chưa biết số trang (xem từng văn bản).",
    "CodeNumber": "Văn bản chưa có số.",
    "CodeNotation": "Văn bản không có ký hiệu.",
    "IssuedDate": "Văn bản chưa ghi ngày.",
    "PageAmount": "Chưa biết số trang: tài liệu tải lên, hoặc máy chủ chưa tạo được PDF.",
    "TypeName": "Tên loại của tài liệu tải lên: người lập hồ sơ ghi.",
    "OrganName": "Cơ quan ban hành tài liệu tải lên: người lập hồ sơ ghi.",
    "Position": "Chức vụ người ký chưa ghi.",
    "FullName": "Họ tên người ký chưa ghi.",
    "Priority": "Mức độ khẩn, độ mật: không quản lý trong phần mềm này.",
    "IssuedAmount": "Số lượng bản phát hành: văn thư ghi khi phát hành.",
    "DueDate": "Văn bản của hồ sơ không đặt hạn trả lời.",
    "To": "Văn bản không ghi nơi gửi.",
}


class _Fields:
    """Collects values, and notes beside them what is empty and what had to be cut."""

    def __init__(self, lengths):
        self.lengths, self.empty, self.cut = lengths, [], {}

    def text(self, name, value):
        value, longest = value or "", self.lengths.get(name)
        if not value:
            return self.known(name, "")
        if longest and len(value) > longest:
            self.cut[name] = value
            value = f"{value[: longest - 1].rstrip()}…"
        return value

    def known(self, name, value):
        if value in ("", None, []):
            self.empty.append(name)
        return value


def of_file(section, documents):
    """The metadata of one Section as JSON. `documents` is [(Described, pages or None, [path], note)] in order of
    time."""
    fields = _Fields(OF_FILE)
    file = _file(section, documents, fields)
    rows, cut = [], [("ho_so", fields.cut)]
    empty = dict.fromkeys(fields.empty, 1)
    for place, (described, pages, paths, note) in enumerate(documents, 1):
        own = _Fields(OF_DOCUMENT)
        rows.append(_document(file["FileCode"], place, described, pages, paths, note, own))
        cut.append((f"van_ban[{place}]", own.cut))
        for name in own.empty:
            empty[name] = empty.get(name, 0) + 1
    return {
        "can_cu": SOURCE,
        "ho_so": file,
        "van_ban": rows,
        "con_trong": [
            {"truong": name, "so_cho": count, "vi_sao": _FILLED[name]}
            for name, count in sorted(empty.items())
        ],
        "rut_gon": {place: whole for place, whole in cut if whole},
    }


def _file(section, documents, fields):
    campaign, nomination = section.campaign, section.nomination
    pages = [count for _, count, _, _ in documents]
    begins, ends, closed = _span(section, documents)
    retention, source = _retention(campaign, nomination)
    return {
        "FileCode": {
            "OrganId": fields.known("OrganId", campaign.department.organ_id),
            "FileCatalog": begins.year,
            "FileNotation": fields.known("FileNotation", campaign.file_notation),
        },
        "Title": fields.text("Title", _title(section)),
        "Maintenance": fields.text("Maintenance", retention),
        "Rights": fields.text("Rights", campaign.file_rights),
        "Creator": fields.text(
            "Creator", nomination.created_by.full_name if nomination else campaign.department.name
        ),
        "Language": LANGUAGE,
        "StartDate": _day(begins),
        "EndDate": fields.known("EndDate", _day(ends) if closed else ""),
        "DocTotal": len(documents),
        "PageTotal": fields.known("PageTotal", None if None in pages else sum(pages)),
        # A remark that is not needed is not missing.
        "Description": _remark(section, source)[:500],
    }


def _title(section):
    campaign, nomination = section.campaign, section.nomination
    about = f"trong Đợt thi đua “{campaign.title.strip('“”')}”"
    if nomination is None:
        return f"{section.title} {about}"
    kind = nomination.get_kind_display().lower()
    who = ", ".join(filter(None, (nomination.nominee_name, nomination.nominee_post)))
    return f"Hồ sơ đề nghị tặng {nomination.get_asked_form_display()} cho {kind} {who}, {about}"


def _remark(section, source):
    told = [f"Mã hồ sơ trong phần mềm: {section.nomination.reference}."] if section.nomination else []
    return " ".join([*told, *([f"Nguồn của thời hạn bảo quản: {source}."] if source else [])])


def _retention(campaign, nomination):
    """By the form of award; what dossiers of several forms share is for the archivist to decide."""
    forms = {form.code: form for form in campaign.award_forms.all()}
    form = forms.get(nomination.award_form) if nomination else None
    return (form.retention, form.retention_source) if form else ("", "")


def _span(section, documents):
    """(first day, last day, is the file closed?)."""
    nomination = section.nomination
    days = [row.issued_on for row, *_ in documents if row.issued_on]
    if nomination is None:
        return min(days, default=section.campaign.starts_on), max(days, default=None), bool(days)
    first, last = (
        at.astimezone(clock.ZONE).date() for at in (nomination.created_at, nomination.status_changed_at)
    )
    return first, last, nomination.status in nomination.ENDED


def _document(code, place, described, pages, paths, note, fields):
    return {
        "FileCode": code,
        "DocOrdinal": place,
        "TypeName": fields.text("TypeName", described.type_name),
        "CodeNumber": fields.text("CodeNumber", described.number),
        "CodeNotation": fields.text("CodeNotation", described.notation),
        "IssuedDate": fields.known("IssuedDate", _day(described.issued_on)),
        "OrganName": fields.text("OrganName", described.organ),
        "Subject": fields.text("Subject", described.subject),
        "Language": LANGUAGE,
        "PageAmount": fields.known("PageAmount", pages),
        "Description": note,
        "SignerInfo": {
            "Position": fields.text("Position", described.position),
            "FullName": fields.text("FullName", described.signer),
        },
        "To": fields.known("To", [{"OrganId": "", "OrganName": name[:200]} for name in described.to]),
        "Priority": fields.known("Priority", None),
        "IssuedAmount": fields.known("IssuedAmount", None),
        "DueDate": fields.known("DueDate", ""),
        "TepTin": paths,
    }


def _day(day):
    return dates.short(day) if day else ""
