"""manage.py create_administrator: the first account of an installation, from which all others are made."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from campaigns import passwords
from campaigns.models import Department, User
from campaigns.vietnamese import names


class Command(BaseCommand):
    help = "Tạo tài khoản quản trị hệ thống của một cơ quan; in mật khẩu tạm, phải đổi khi đăng nhập lần đầu."

    def add_arguments(self, parser):
        parser.add_argument("username", help="tên đăng nhập")
        parser.add_argument("--name", required=True, help="họ và tên")
        parser.add_argument("--department", help="mã cơ quan; bỏ trống khi chỉ có một cơ quan")

    def handle(self, *args, username, name, department, **options):
        user = User(
            username=username,
            full_name=names.clean(name),
            role=User.Role.ADMINISTRATOR,
            department=self.find(department),
            must_change_password=True,
        )
        password = passwords.temporary()
        user.set_password(password)
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError("Không tạo được tài khoản: " + " ".join(error.messages)) from error
        user.save()
        self.stdout.write(f"Đã tạo tài khoản quản trị “{username}” của {user.department.name}.")
        self.stdout.write(f"Mật khẩu tạm (phải đổi khi đăng nhập): {password}")

    def find(self, code):
        """The department named, or the only one."""
        rows = list(Department.objects.order_by("code"))
        chosen = [row for row in rows if row.code == code] if code else rows
        if len(chosen) == 1:
            return chosen[0]
        if not rows:
            raise CommandError("Chưa có cơ quan nào. Hãy nạp kế hoạch trước: manage.py load_campaign TỆP.")
        listed = ", ".join(row.code for row in rows)
        raise CommandError(f"Hãy chọn cơ quan bằng --department; đang có: {listed}.")
