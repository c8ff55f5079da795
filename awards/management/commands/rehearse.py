"""A sample campaign on the loaded plan, and its removal."""

import os

from django.core.management.base import BaseCommand, CommandError

from awards import rehearsal
from awards.exceptions import Refused
from campaigns.models import Campaign


class Command(BaseCommand):
    help = "Diễn tập một Đợt thi đua mẫu trên Kế hoạch đã nạp; --clear xóa hết dữ liệu mẫu."

    def add_arguments(self, parser):
        steps = "; ".join(f"{name}: {label}" for name, (label, _) in rehearsal.CHAPTERS.items())
        parser.add_argument(
            "--until",
            choices=list(rehearsal.CHAPTERS),
            metavar="BƯỚC",
            help=f"bước cuối cùng được diễn ({steps}); mặc định: đến bước mà đồng hồ đã tới",
        )
        parser.add_argument(
            "--seed", type=int, default=rehearsal.SEED, metavar="SỐ", help="cùng số, cùng dữ liệu"
        )
        parser.add_argument("--clear", action="store_true", help="xóa dữ liệu mẫu, chỉ để lại Kế hoạch")
        parser.add_argument("--campaign", metavar="MÃ", help="cần khi có nhiều Đợt thi đua")

    def handle(self, *args, until=None, seed=rehearsal.SEED, clear=False, campaign=None, **options):
        row = self.find(campaign)
        try:
            if clear:
                self.clear(row)
            elif rehearsal.is_there(row):
                self.stdout.write(
                    "Dữ liệu diễn tập đã có, không thay đổi gì. Muốn diễn lại: chạy với --clear trước."
                )
            else:
                self.play(row, until, seed)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused

    def find(self, code):
        campaigns = Campaign.objects.select_related("department")
        found = list(campaigns.filter(code=code) if code else campaigns)
        if len(found) == 1:
            return found[0]
        if not found:
            raise CommandError(
                f"Không có Đợt thi đua mã “{code}”."
                if code
                else "Chưa có Đợt thi đua nào. Hãy nạp Kế hoạch trước: manage.py load_campaign TỆP."
            )
        codes = ", ".join(row.code for row in found)
        raise CommandError(f"Có nhiều Đợt thi đua ({codes}). Hãy chọn một: --campaign MÃ.")

    def play(self, campaign, until, seed):
        password = rehearsal.password(os.environ.get("REHEARSAL_PASSWORD", "").strip())
        played = rehearsal.play(campaign, until=until, seed=seed, password=password)
        label, _ = rehearsal.CHAPTERS[played.until]
        self.stdout.write(
            f"Đã diễn tập đến bước “{played.until}”: {label}. Mọi tên người, đơn vị, số liệu là mẫu."
        )
        self.stdout.write(f"Mật khẩu chung của các tài khoản diễn tập: {password}\n")
        self.tabulate([("Vai trò", "Tài khoản", "Thử trước"), *played.accounts])
        self.stdout.write(
            "Các tài khoản khác cùng mật khẩu: canbo.<mã đơn vị>, lanhdao.<mã đơn vị>, phogiamdoc, uyvien2 … uyvien6."
        )

    def tabulate(self, rows):
        widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
        for role, username, hint in rows:
            self.stdout.write(f"  {role:<{widths[0]}}  {username:<{widths[1]}}  {hint}")

    def clear(self, campaign):
        gone = rehearsal.clear(campaign)
        self.stdout.write(f"Đã xóa dữ liệu diễn tập ({gone} dòng). Chỉ còn Kế hoạch.")
