from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from campaigns import plan


class Command(BaseCommand):
    help = "Nạp một tệp kế hoạch (hoặc tệp chế độ pháp luật) vào cơ sở dữ liệu; sai thì không ghi gì."

    def add_arguments(self, parser):
        parser.add_argument("file", help="tệp TOML, ví dụ campaigns/data/bac-kan-2023.toml")
        parser.add_argument("--check", action="store_true", help="chỉ xét và cho biết sẽ đổi gì, không ghi")

    def handle(self, *args, file, check, verbosity, **options):
        try:
            report = plan.load(file, check_only=check)
        except plan.PlanError as error:
            raise CommandError(f"Có {len(error.problems)} chỗ phải sửa, chưa ghi gì:\n{error}") from None
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"Cơ sở dữ liệu chưa dùng được ({error}). Chạy “manage.py migrate” rồi nạp lại."
            ) from None
        self.tell(report, check, verbosity)

    def tell(self, report, check, verbosity):
        if verbosity > 0:
            will = "sẽ " if check else ""
            for verb, labels in (
                ("thêm", report.created),
                ("sửa", report.updated),
                ("bỏ", report.deleted),
            ):
                for label in labels:
                    self.stdout.write(f"  {will}{verb} {label}")
        for warning in report.warnings:
            self.stdout.write(self.style.WARNING(f"Lưu ý: {warning}"))
        self.stdout.write(self.style.SUCCESS(self.summary(report, check)))

    def summary(self, report, check):
        opening = "Tệp đúng, chưa ghi gì" if check else "Đã nạp xong"
        if not report.changes:
            return f"{opening}: không có gì thay đổi ({report.unchanged} dòng giữ nguyên)."
        return (
            f"{opening}: thêm {len(report.created)}, sửa {len(report.updated)}, bỏ {len(report.deleted)}, "
            f"giữ nguyên {report.unchanged}."
        )
