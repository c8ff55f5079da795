"""manage.py export_awards: the award list as a workbook, for a script or a server without a browser."""

import difflib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from awards.exceptions import Refused
from awards.management.whole_file import replacing
from awards.spreadsheets import workbook
from campaigns.models import Campaign


class Command(BaseCommand):
    help = "Xuất danh sách khen thưởng (đề nghị và đã quyết định) của một Đợt thi đua ra tệp Excel."

    def add_arguments(self, parser):
        parser.add_argument("--campaign", required=True, metavar="MÃ", help="mã của Đợt thi đua")
        parser.add_argument("--out", required=True, metavar="TỆP.xlsx", help="tệp Excel cần ghi")
        kinds = "; ".join(f"{kind}: {name.lower()}" for kind, name in workbook.KINDS.items())
        parser.add_argument(
            "--list",
            dest="kind",
            choices=list(workbook.KINDS),
            default=workbook.BOTH,
            help=f"bảng cần xuất ({kinds}); mặc định là cả hai",
        )

    def handle(self, *, campaign, out, kind, **options):
        campaign = find_campaign(campaign)
        path = checked_path(out)
        written = write(path, kind, campaign)
        for name, rows in written.items():
            self.stdout.write(f"{workbook.KINDS[name]}: {rows} dòng.")
        self.stdout.write(f"Đã ghi {path}")


def find_campaign(code):
    campaign = Campaign.objects.filter(code=code).first()
    if campaign is not None:
        return campaign
    codes = list(Campaign.objects.order_by("-starts_on", "code").values_list("code", flat=True)[:50])
    if not codes:
        raise CommandError(
            "Chưa có Đợt thi đua nào trong cơ sở dữ liệu. Hãy nạp kế hoạch trước: manage.py load_campaign TỆP."
        )
    near = difflib.get_close_matches(code, codes, n=3, cutoff=0.4) or codes[:10]
    raise CommandError(f"Không có Đợt thi đua mã “{code}”. Hãy dùng một trong các mã: {', '.join(near)}.")


def checked_path(out):
    path = Path(out).expanduser().absolute()
    if path.suffix.lower() != ".xlsx":
        raise CommandError(f"Tên tệp phải kết thúc bằng .xlsx (đang là “{path.name}”).")
    if path.is_dir():
        raise CommandError(f"{path} là một thư mục. Hãy ghi rõ tên tệp .xlsx trong thư mục đó.")
    if not path.parent.is_dir():
        raise CommandError(f"Không có thư mục {path.parent}. Hãy tạo thư mục hoặc chọn nơi khác.")
    return path


def write(path, kind, campaign):
    try:
        with replacing(path) as stream:
            return workbook.write(kind, workbook.for_campaign(campaign), stream, campaign=campaign)
    except Refused as refused:
        raise CommandError(refused.sentence) from refused
