"""manage.py archive: the whole of a campaign, a unit or a dossier as one ZIP, for the archive room."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from awards import archive
from awards.management.whole_file import replacing
from awards.models import Nomination
from campaigns import clock
from campaigns.models import Unit

from .export_awards import find_campaign


class Command(BaseCommand):
    help = "Gom toàn bộ hồ sơ của một Đợt thi đua, một đơn vị hoặc một hồ sơ vào một tệp ZIP có danh mục và mã băm."

    def add_arguments(self, parser):
        parser.add_argument("--campaign", required=True, metavar="MÃ", help="mã của Đợt thi đua")
        parser.add_argument("--out", required=True, metavar="TỆP.zip", help="tệp ZIP cần ghi")
        part = parser.add_mutually_exclusive_group()
        part.add_argument("--nomination", metavar="MÃ_HỒ_SƠ", help="chỉ một hồ sơ")
        part.add_argument("--unit", metavar="MÃ_ĐƠN_VỊ", help="chỉ các hồ sơ của một đơn vị")

    def handle(self, *, campaign, out, nomination=None, unit=None, **options):
        scope = find_scope(find_campaign(campaign), nomination, unit)
        path = checked_path(out)
        manifest = write(path, scope)
        for row in manifest["chua_lap_duoc"]:
            self.stdout.write(f"Chưa lập được {row['ten']}: {row['vi_sao']}")
        self.stdout.write(
            f"Đã ghi {path}: {len(manifest['tep'])} tệp, {len(manifest['thu_muc'])} thư mục; "
            f"chưa lập được {len(manifest['chua_lap_duoc'])} văn bản."
        )


def find_scope(campaign, reference, code):
    if reference:
        row = Nomination.objects.with_names().filter(campaign=campaign, reference=reference).first()
        if row is None:
            raise CommandError(
                f"Đợt thi đua {campaign.code} không có hồ sơ mã “{reference}”. Mã hồ sơ có dạng "
                f"{campaign.reference_prefix}-001."
            )
        return archive.dossier(row, None)
    if code:
        unit = Unit.objects.filter(department=campaign.department_id, code=code).first()
        if unit is None:
            codes = Unit.objects.filter(department=campaign.department_id).values_list("code", flat=True)
            raise CommandError(f"Không có đơn vị mã “{code}”. Các mã: {', '.join(codes[:30])}.")
        return archive.unit(campaign, unit, None)
    return archive.campaign(campaign, None)


def checked_path(out):
    path = Path(out).expanduser().absolute()
    if path.suffix.lower() != ".zip":
        raise CommandError(f"Tên tệp phải kết thúc bằng .zip (đang là “{path.name}”).")
    if path.is_dir() or not path.parent.is_dir():
        raise CommandError(f"Không ghi được vào {path}. Hãy chọn một tệp trong thư mục đã có.")
    return path


def write(path, scope):
    with replacing(path) as stream:
        return scope.write(
            stream,
            None,
            stamp=archive.Stamp("Quản trị hệ thống (dòng lệnh)", clock.now()),
            address=next(iter(settings.CSRF_TRUSTED_ORIGINS), ""),
        )
