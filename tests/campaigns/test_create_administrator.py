"""The first account of an installation."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import User
from tests.cast import PLAN


def create(*args):
    out = io.StringIO()
    call_command("create_administrator", *args, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
class TestCreateAdministrator:
    def test_the_printed_password_opens_the_door_and_must_be_changed(self, client):
        call_command("load_campaign", PLAN, stdout=io.StringIO())
        said = create("quantri", "--name", "Nguyễn  Quản Trị")
        password = re.search(r"đăng nhập\): (\S+)", said)[1]
        user = User.objects.get(username="quantri")
        assert (user.role, user.full_name, user.is_superuser) == (
            User.Role.ADMINISTRATOR,
            "Nguyễn Quản Trị",
            False,
        )
        answer = client.post("/dang-nhap/", {"username": "quantri", "password": password}, follow=True)
        assert answer.redirect_chain[-1][0] == "/doi-mat-khau/"

    def test_without_a_department_it_says_what_to_do_first(self):
        with pytest.raises(CommandError, match="load_campaign"):
            create("quantri", "--name", "X")

    def test_an_unknown_department_is_named_with_those_that_are(self, cast):
        with pytest.raises(CommandError, match="so-khac, stttt-bac-kan"):
            create("quantri", "--name", "X", "--department", "khong-co")

    def test_a_name_taken_is_refused(self, cast):
        with pytest.raises(CommandError, match="Không tạo được"):
            create("an", "--name", "X", "--department", "stttt-bac-kan")
