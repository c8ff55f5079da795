"""Is the history as it was written, and are the sealed papers and uploads the bytes that were stored?"""

from django.core.management.base import BaseCommand, CommandError

from awards import audit
from awards.models import Event, Evidence, HistoryHead, SealedPaper, SignedCopy
from campaigns.models import Campaign
from campaigns.vietnamese import numbers


class Command(BaseCommand):
    help = "Kiểm tra nhật ký: sự kiện, văn bản niêm phong, tài liệu có bị sửa, xóa hoặc chèn thêm không."

    def add_arguments(self, parser):
        parser.add_argument("--campaign", metavar="MÃ", help="chỉ kiểm tra một Đợt thi đua")

    def handle(self, *args, campaign=None, **options):
        campaigns = Campaign.objects.order_by("code")
        if campaign:
            campaigns = campaigns.filter(code=campaign)
            if not campaigns:
                raise CommandError(f"Không có Đợt thi đua mã “{campaign}”.")
        broken = sum(self.judge(row) for row in campaigns)
        if broken:
            raise CommandError(f"Có {broken} chỗ không như lúc ghi. Hãy đối chiếu với bản sao lưu.")

    def judge(self, campaign):
        """Tell of one campaign; returns how many breaks it has."""
        self.stdout.write(f"{campaign.code}: {campaign.title}")
        count = 0
        with audit.standing_still(campaign):
            for found in audit.verify(campaign):
                count += 1
                self.stdout.write(self.style.ERROR(f"  {found.place}: {found.sentence}"))
            if not count:
                self.stdout.write(self.style.SUCCESS(f"  {self.whole(campaign)}"))
        return count

    def whole(self, campaign):
        counts = {
            "sự kiện": Event.objects.filter(campaign=campaign),
            "văn bản niêm phong": SealedPaper.objects.filter(submission__nomination__campaign=campaign),
            "tài liệu kiểm chứng": Evidence.objects.filter(nomination__campaign=campaign),
            "bản ký": SignedCopy.objects.filter(campaign=campaign),
        }
        listed = ", ".join(f"{numbers.grouped(rows.count())} {what}" for what, rows in counts.items())
        head = HistoryHead.objects.filter(campaign=campaign).first()
        code = head.hash[: audit.SHORT] if head and head.hash else "chưa có"
        return f"Nhật ký nguyên vẹn: {listed}; mã đầu chuỗi {code}."
