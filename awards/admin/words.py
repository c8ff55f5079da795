"""Events and ages in words, the same on every page of the admin."""

from datetime import timedelta

from awards.models import Nomination
from awards.workflow import STEPS

# What is not a step of a nomination; the steps bring their own labels.
OTHER_VERBS = {
    "start": "Lập hồ sơ",
    "attach": "Tải lên tài liệu kiểm chứng",
    "detach": "Bỏ tài liệu kiểm chứng",
    "check_paper": "Kiểm tra văn bản",
    "seal": "Niêm phong bổ sung văn bản",
    "open_late_window": "Mở gia hạn nộp muộn",
    "plan_numbered": "Ghi số, ngày Kế hoạch",
    "seat_changed": "Thay đổi thành viên Hội đồng",
    "session_planned": "Lập phiên họp Hội đồng",
    "agenda_set": "Cập nhật chương trình phiên họp",
    "attendance": "Điểm danh phiên họp",
    "session_opened": "Khai mạc phiên họp",
    "session_closed": "Kết thúc phiên họp",
    "scored": "Chấm điểm",
    "voted": "Bỏ phiếu",
    "tie_broken": "Chủ tịch phân định thứ tự",
    "decision_drafted": "Soạn dự thảo quyết định, tờ trình",
    "decision_revised": "Sửa dự thảo quyết định, tờ trình",
    "decision_signed": "Xác nhận đã ký quyết định, tờ trình",
}
VERBS = {verb: step.label for verb, step in STEPS.items()} | OTHER_VERBS


def verb(code):
    return VERBS.get(code, code)


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
