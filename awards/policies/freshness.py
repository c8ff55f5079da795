"""Nothing is done from a page that shows what is no longer stored."""

from awards.exceptions import Refused


def check_fresh(row, version):
    """`version` is what the page showed; None asks nothing (commands, a row that no page has shown)."""
    if version is not None and int(version) != row.version:
        raise Refused(
            "Thông tin đã thay đổi sau khi bạn mở trang này, nên thao tác chưa được thực hiện. "
            "Hãy tải lại trang, xem tình hình mới rồi làm lại nếu vẫn cần."
        )
