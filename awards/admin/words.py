"""Events and ages in words, the same on every page of the admin."""

from datetime import timedelta

from awards.models import Nomination
from awards.workflow import EVENT_WORDS

# What an event's facts are called; a key that is not here is shown as it is.
FACTS = {
    "agenda": "Chương trình",
    "after": "Sau",
    "average": "Điểm trung bình",
    "before": "Trước",
    "bonus": "Tiền thưởng (đồng)",
    "changed": "Thay đổi",
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
}


def verb(code):
    return EVENT_WORDS.get(code, code)


def status(code):
    return Nomination.Status(code).label if code in Nomination.Status.values else code


def age(span):
    """How long something has waited, to the unit that matters: "2 ngày", "5 giờ", "10 phút"."""
    span = max(span, timedelta(0))
    if span.days:
        return f"{span.days} ngày"
    if hours := span.seconds // 3600:
        return f"{hours} giờ"
    return f"{max(1, span.seconds // 60)} phút"
