"""manage.py clear_batches: remove what came of long work once it has been fetched and is old."""

from django.conf import settings
from django.core.management.base import BaseCommand

from awards.batches.storage import clear


class Command(BaseCommand):
    help = "Xóa tệp kết quả của các việc lập hàng loạt đã kết thúc quá số ngày giữ; dòng ghi nhận vẫn còn."

    def add_arguments(self, parser):
        parser.add_argument(
            "--days", type=int, default=settings.BATCH_KEEP_DAYS, metavar="N", help="số ngày giữ tệp"
        )

    def handle(self, *, days, **options):
        self.stdout.write(f"Đã xóa tệp của {clear(days=days)} việc kết thúc quá {days} ngày.")
