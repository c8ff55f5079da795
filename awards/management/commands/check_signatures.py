"""The digital signatures of every signed copy in force, judged again with the authorities that are trusted now."""

from django.core.management.base import BaseCommand, CommandError

from awards import actions
from awards.exceptions import Refused
from awards.models import SignedCopy
from awards.papers import registry
from campaigns.models import Campaign, User

from .export_awards import find_campaign

_NOTE = "(bằng lệnh check_signatures trên máy chủ)"


class Command(BaseCommand):
    help = "Kiểm tra lại chữ ký số của mọi bản ký đang dùng, sau khi thêm chứng thư gốc vào SIGNATURE_ROOTS."

    def add_arguments(self, parser):
        parser.add_argument("--campaign", metavar="MÃ", help="chỉ các bản ký của một Đợt thi đua")
        parser.add_argument(
            "--by",
            metavar="TÊN_ĐĂNG_NHẬP",
            help="quản trị viên đứng tên trong nhật ký; không ghi được nếu cơ quan chỉ có một",
        )

    def handle(self, *, campaign=None, by=None, **options):
        campaigns = [find_campaign(campaign)] if campaign else Campaign.objects.order_by("code")
        changed = kept = failed = 0
        for row in campaigns:
            copies = SignedCopy.objects.live().filter(campaign=row).order_by("pk")
            if not copies:
                continue
            user = _administrator(row, by)
            for copy in copies:
                try:
                    new = actions.signed_copies.judge_again(copy, by=user, note=_NOTE)
                except Refused as refused:
                    failed += 1
                    self.stdout.write(self.style.ERROR(f"{_label(copy)}: {refused.sentence}"))
                    continue
                changed, kept = changed + new, kept + (not new)
                if new:
                    self.stdout.write(f"{_label(copy)}: kết quả mới, kết quả cũ còn trong nhật ký")
        self.stdout.write(f"Kết quả mới: {changed}; vẫn như trước: {kept}; không kiểm tra được: {failed}.")
        if failed:
            raise CommandError(f"Có {failed} bản ký không kiểm tra được, xem ở trên.")


def _label(copy):
    kind = registry.FILED[copy.paper]
    return f"{kind.title} {kind.about(actions.signed_copies.subject_of(copy))} ({copy.original_name})"


def _administrator(campaign, username):
    """Whose name stands in the history: whoever runs commands on the server administers."""
    rows = User.objects.filter(
        department_id=campaign.department_id, role=User.Role.ADMINISTRATOR, is_active=True
    )
    found = list(rows.filter(username=username) if username else rows)
    if len(found) == 1:
        return found[0]
    names = ", ".join(rows.values_list("username", flat=True)) or "chưa có"
    raise CommandError(
        f"Nhật ký của Đợt thi đua {campaign.code} cần tên một quản trị viên: ghi --by TÊN_ĐĂNG_NHẬP "
        f"(quản trị viên của cơ quan: {names})."
    )
