"""Events and ages in words, the same on every page of the admin."""

from datetime import date, datetime, timedelta

from awards import pdf_signatures
from awards.audit import labels
from awards.models import Attendance, Ballot, CouncilMember, Decision, Nomination, SignedCopy
from awards.papers import registry
from campaigns.models import AwardForm, DossierPart
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import dates

# What an event's facts are called; a key that is not here is shown as it is.
FACTS = {
    "agenda": "Chương trình",
    "after": "Sau",
    "average": "Điểm trung bình",
    "before": "Trước",
    "bonus": "Tiền thưởng (đồng)",
    "changed": "Thay đổi",
    "cited": "Căn cứ lúc đó, in trên văn bản",
    "choice": "Ý kiến",
    "content": "Mã nội dung đã trình",
    "decision": "Quyết định, tờ trình",
    "dropped": "Đưa ra khỏi chương trình",
    "form": "Hình thức",
    "from_form": "Hình thức trước đó",
    "golden_book_number": "Số sổ vàng",
    "is_active": "Đang tham gia",
    "is_right": "Đạt",
    "issued_on": "Ngày ký",
    "kind": "Loại",
    "late": "Nộp muộn",
    "member": "Thành viên",
    "members": "Thành phần Hội đồng",
    "name": "Tên tệp",
    "nominations": "Các hồ sơ",
    "nominee": "Tập thể, cá nhân",
    "order": "Thứ tự",
    "base_salary": "Mức lương cơ sở (đồng)",
    "coefficient_tenths": "Hệ số (phần mười)",
    "invalid": "Không hợp lệ",
    "no": "Không đồng ý",
    "passed": "Đạt",
    "place": "Thứ hạng",
    "strict": "Phải vượt tỷ lệ",
    "threshold": "Tỷ lệ cần đạt (%)",
    "took_part": "Số tham gia",
    "yes": "Đồng ý",
    "papers": "Văn bản đã niêm phong",
    "part": "Văn bản",
    "personnel_id": "Mã cán bộ",
    "points": "Điểm từng ý",
    "receipt": "Số biên nhận",
    "reference": "Mã hồ sơ",
    "results": "Kết quả",
    "role": "Chức danh",
    "scheduled_at": "Thời gian họp",
    "sample": "Là số mẫu",
    "seat": "Ghế số",
    "session": "Phiên họp thứ",
    "sha256": "Mã của tệp",
    "signer": "Người ký",
    "size": "Dung lượng (byte)",
    "taking_part": "Số tham gia",
    "total": "Tổng",
    "unit": "Đơn vị",
    "until": "Đến",
    "clause": "Ý của tiêu chí",
    "id": "Mã trong hệ thống",
    "is_late": "Nộp muộn",
    "key": "Mã trong hệ thống",
    "notes": "Lý do điểm khác tự chấm",
    "person_id": "Mã người trong hệ thống",
    "unit_id": "Mã đơn vị trong hệ thống",
    "number": "Số, ký hiệu",
    "of": "Của",
    "of_id": "Mã trong hệ thống của nơi đó",
    "paper": "Văn bản được ký",
    "replaces": "Thay bản ký có mã",
    "text": "Mã nội dung văn bản đã ký",
    "title": "Tên văn bản",
    "verdict": "Mã kết quả đọc chữ ký số",
    "verdict_before": "Mã kết quả đọc chữ ký số trước đó",
    "earlier": "Kết quả đọc chữ ký số trước đó",
    "known_by": "Nội dung đã ký biết được nhờ",
    "handed_at": "Bản để ký được tải lúc",
}
# Codes that mean this under this name only.
_NAMED = {
    "known_by": dict(SignedCopy.Known.choices),
    "paper": {kind.code: kind.title for kind in registry.FILED.values()},
    "of": {
        "nomination": "Hồ sơ",
        "submission": "Lần trình",
        "session": "Phiên họp",
        "decision": "Quyết định, tờ trình",
        "award": "Khen thưởng",
        "campaign": "Đợt thi đua",
    },
}
# The codes that stand in facts; no two lists use one code for different things.
_LISTS = (
    AwardForm.Code,
    Attendance.Presence,
    Ballot.Choice,
    CouncilMember.Role,
    Decision.Kind,
    DossierPart.Code,
    NomineeKind,
)
CODES = {value: label for choices in _LISTS for value, label in choices.choices}


def verb(code):
    return labels.EVENTS.get(code, code)


def status(code):
    return Nomination.Status(code).label if code in Nomination.Status.values else code


def facts(event):
    """[(name, text)] of what an event wrote down, nested tables as indented lines."""
    return [(FACTS.get(key, key), _read(key, value)) for key, value in event.facts.items()]


def _read(key, value):
    if key == "earlier":
        return _verdict(pdf_signatures.in_words(value))
    if key == "cited" and value:
        return _cited(value)
    return _NAMED[key].get(value, value) if key in _NAMED else _as_text(value)


def _verdict(words):
    return "\n".join([words.sentence, *(f"{line.who}, {line.when}: {line.sentence}" for line in words.lines)])


def _cited(value):
    """The plan, the Sở's authority and the law; the rest only names who they are of."""
    campaign, law = value["campaign"], value.get("regime") or {}
    numbered = f"Kế hoạch số {campaign['plan']} ngày {_as_text(campaign['plan_date'])}"
    plan = numbered if campaign["plan_date"] else "Kế hoạch chưa ghi số, ngày"
    return "\n".join(filter(None, [plan, campaign["functions"], law.get("law"), law.get("decree")]))


def _as_text(value):
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, dict):
        return "\n".join(
            f"{FACTS.get(key, key)}: {_indented(_as_text(inner))}" for key, inner in value.items()
        )
    if isinstance(value, list):
        apart = "\n\n" if any(isinstance(inner, dict) for inner in value) else ", "
        return apart.join(_as_text(inner) for inner in value if inner != "")
    return CODES.get(value) or _moment(value) if isinstance(value, str) else str(value)


def _indented(text):
    return text if "\n" not in text else "\n" + "\n".join(f"    {line}" for line in text.splitlines())


def _moment(text):
    """Days and instants are stored as ISO writes them."""
    try:
        return dates.short(date.fromisoformat(text)) if len(text) == 10 else _instant(text)
    except ValueError:
        return text


def _instant(text):
    moment = datetime.fromisoformat(text)
    return dates.instant(moment) if moment.tzinfo else text


def age(span):
    """How long something has waited, to the unit that matters: "2 ngày", "5 giờ", "10 phút"."""
    span = max(span, timedelta(0))
    if span.days:
        return f"{span.days} ngày"
    if hours := span.seconds // 3600:
        return f"{hours} giờ"
    return f"{max(1, span.seconds // 60)} phút"
