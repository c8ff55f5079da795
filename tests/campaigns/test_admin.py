"""The administrator's tables: units, people, accounts, law, the plan. Nobody else edits them."""

import re

import pytest
from axes.models import AccessAttempt
from django.urls import reverse
from django.utils import timezone

from campaigns.models import BaseSalary, Campaign, Criterion, Department, Unit, User
from tests.awards.views.helpers import posted as fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def quan(cast, client):
    client.force_login(cast.quan)
    return client


def text(response):
    return response.content.decode()


def url(model, page, *args):
    return reverse(f"admin:campaigns_{model}_{page}", args=args)


def unit(**more):
    return {
        "code": "phong-c",
        "name": "Phòng C (mẫu)",
        "kind": "division",
        "head_title": "Trưởng phòng",
        "order": "30",
        "is_active": "on",
        **more,
    }


def account(cast, **more):
    return {
        "username": "moi",
        "full_name": "Người Mới (mẫu)",
        "email": "",
        "role": "clerk",
        "unit": cast.unit_b.pk,
        "person": "",
        "is_active": "on",
        **more,
    }


class TestUnitsAndPeople:
    def test_a_unit_belongs_to_ones_own_department(self, cast, quan):
        assert quan.post(url("unit", "add"), unit()).status_code == 302
        assert Unit.objects.get(code="phong-c").department == cast.campaign.department

    def test_a_code_used_twice_is_a_sentence(self, cast, quan):
        page = quan.post(url("unit", "add"), unit(code="phong-a"))
        assert page.status_code == 200
        assert Unit.objects.filter(code="phong-a").count() == 1

    def test_a_person_is_made_inactive_and_stays(self, cast, quan):
        person = cast.people["nominee"]
        data = {
            "unit": person.unit_id,
            "personnel_id": person.personnel_id,
            "honorific": "ba",
            "full_name": "Hà Thị  Đào (mẫu)",
            "position": "Chuyên viên",
            "staff": "cong_chuc",
            "order": "100",
        }
        assert quan.post(url("person", "change", person.pk), data).status_code == 302
        person.refresh_from_db()
        assert (person.is_active, person.full_name) == (False, "Hà Thị Đào (mẫu)")

    def test_people_are_found_without_accents(self, cast, quan):
        assert "Hà Thị Đào" in text(quan.get(url("person", "changelist"), {"q": "dao"}))

    def test_a_unit_of_another_department_is_no_choice(self, cast, quan):
        foreign = Unit.objects.get(department__code="so-khac")
        page = quan.post(url("user", "add"), account(cast, unit=foreign.pk))
        assert page.status_code == 200
        assert not User.objects.filter(username="moi").exists()

    @pytest.mark.parametrize("name", ["chi", "dung"])
    def test_others_read_and_do_not_edit(self, cast, client, name):
        client.force_login(cast.users[name])
        assert client.get(url("unit", "changelist")).status_code == 200
        assert client.post(url("unit", "add"), unit()).status_code == 403
        client.post(url("unit", "change", cast.unit_a.pk), unit(name="Tên khác"))
        cast.unit_a.refresh_from_db()
        assert cast.unit_a.name != "Tên khác"

    def test_another_department_is_not_reached_by_its_number(self, cast, quan):
        other = Department.objects.get(code="so-khac")
        foreign = Unit.objects.get(department=other)
        assert quan.get(url("unit", "change", foreign.pk)).status_code == 302  # "không tồn tại"
        quan.post(url("unit", "change", foreign.pk), unit(name="Chiếm"))
        foreign.refresh_from_db()
        assert foreign.name != "Chiếm"
        quan.post(url("department", "change", other.pk), {"name": "Chiếm"})
        other.refresh_from_db()
        assert other.name != "Chiếm"


class TestAccounts:
    def test_a_new_account_must_change_its_temporary_password(self, cast, quan, client):
        page = quan.post(url("user", "add"), account(cast))
        assert page.status_code == 200
        assert "no-store" in page.headers["Cache-Control"]
        password = re.search(r'class="password">([^<]+)<', text(page))[1]
        user = User.objects.get(username="moi")
        assert user.check_password(password)
        assert user.must_change_password
        assert user.department == cast.campaign.department
        assert (user.is_staff, user.is_superuser) == (False, False)
        assert password not in text(quan.get(url("user", "changelist")))

    def test_powers_of_django_are_not_on_the_form(self, cast, quan):
        quan.post(url("user", "add"), account(cast, is_superuser="on", is_staff="on", department="2"))
        user = User.objects.get(username="moi")
        assert (user.is_staff, user.is_superuser) == (False, False)
        assert user.department == cast.campaign.department

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"unit": ""}, "phải gắn với một đơn vị"),
            ({"role": "member"}, "phải gắn với một cán bộ"),
            ({"username": "an"}, ""),
        ],
    )
    def test_what_does_not_fit_is_told(self, cast, quan, more, sentence):
        page = quan.post(url("user", "add"), account(cast, **more))
        assert page.status_code == 200
        assert sentence in text(page)
        assert not User.objects.filter(username="moi").exists()

    def test_a_temporary_password_for_one_who_forgot(self, cast, quan):
        page = quan.post(url("user", "mat-khau-tam", cast.an.pk))
        password = re.search(r'class="password">([^<]+)<', text(page))[1]
        cast.an.refresh_from_db()
        assert cast.an.check_password(password)
        assert cast.an.must_change_password

    def test_a_lock_out_is_shown_and_lifted(self, cast, quan):
        AccessAttempt.objects.create(
            username="an", ip_address="127.0.0.1", failures_since_start=5, attempt_time=timezone.now()
        )
        assert "đang bị khóa đăng nhập" in text(quan.get(url("user", "change", cast.an.pk)))
        assert quan.post(url("user", "mo-khoa", cast.an.pk)).status_code == 302
        assert not AccessAttempt.objects.exists()

    def test_an_account_is_locked_not_deleted(self, cast, quan):
        data = account(cast, username="an", full_name="An", unit=cast.unit_a.pk, person=cast.people["an"].pk)
        del data["is_active"]
        assert quan.post(url("user", "change", cast.an.pk), data).status_code == 302
        cast.an.refresh_from_db()
        assert not cast.an.is_active

    @pytest.mark.parametrize("name", ["chi", "dung", "thu"])
    def test_nobody_else_sees_accounts(self, cast, client, name):
        client.force_login(cast.users[name])
        assert client.get(url("user", "changelist")).status_code == 403
        assert client.post(url("user", "mat-khau-tam", cast.an.pk)).status_code == 403
        assert client.post(url("user", "mo-khoa", cast.an.pk)).status_code == 403

    def test_an_administrator_elsewhere_reaches_nobody_here(self, cast, client):
        cast.khach.role = User.Role.ADMINISTRATOR
        cast.khach.save()
        client.force_login(cast.khach)
        assert client.post(url("user", "mat-khau-tam", cast.an.pk)).status_code == 404
        assert "Nguyễn Văn An" not in text(client.get(url("user", "changelist")))


class TestLaw:
    def test_a_new_base_salary(self, cast, quan):
        last = BaseSalary.objects.order_by("-effective_from").first()
        data = {"effective_from": "01/01/2030", "effective_to": "", "amount": "3000000", "source": "mẫu"}
        page = quan.post(url("basesalary", "add"), data)
        if last.effective_to is None:
            assert "chồng lên khoảng trước đó" in text(page)
            last.effective_to = last.effective_from.replace(year=2029)
            last.save()
            page = quan.post(url("basesalary", "add"), data)
        assert page.status_code == 302
        assert "3.000.000" in text(quan.get(url("basesalary", "changelist")))

    def test_spans_may_not_overlap(self, cast, quan):
        data = {"effective_from": "01/08/2023", "effective_to": "", "amount": "1", "source": "mẫu"}
        page = quan.post(url("basesalary", "add"), data)
        assert page.status_code == 200
        assert "Mỗi ngày chỉ thuộc một khoảng" in text(page)


class TestThePlan:
    def form(self, client, address):
        """What the browser would post back unchanged."""
        return fields(client.get(address))

    def test_an_unchanged_page_saves_unchanged(self, cast, quan):
        address = url("campaign", "change", cast.campaign.pk)
        before = Campaign.objects.filter(pk=cast.campaign.pk).values().get()
        page = quan.post(address, self.form(quan, address))
        assert page.status_code == 302, re.findall(r"errorlist[^>]*>(.*?)</ul>", text(page))
        assert Campaign.objects.filter(pk=cast.campaign.pk).values().get() == before

    def test_what_the_plan_file_would_refuse_the_page_refuses(self, cast, quan):
        address = url("campaign", "change", cast.campaign.pk)
        data = self.form(quan, address) | {"ends_on": "30/09/2023"}
        page = quan.post(address, data)
        assert page.status_code == 200
        assert "trước ngày bắt đầu" in text(page)

    def test_the_office_reads_and_does_not_edit(self, cast, client):
        client.force_login(cast.chi)
        address = url("campaign", "change", cast.campaign.pk)
        assert client.get(address).status_code == 200
        assert client.post(address, {"title": "Chiếm"}).status_code == 403

    def test_weights_must_stay_a_hundred(self, cast, quan):
        criterion = Criterion.objects.get(campaign=cast.campaign, code="C1")
        address = url("criterion", "change", criterion.pk)
        data = self.form(quan, address)
        assert quan.post(address, data).status_code == 302
        page = quan.post(address, data | {"max_points": "14"})
        assert page.status_code == 200
        assert "không phải 100" in text(page)

    @pytest.mark.parametrize("code", ["C1", "C7"])
    def test_no_code_changes_that_gates_scores_and_the_history_name(self, cast, quan, code):
        criterion = Criterion.objects.get(campaign=cast.campaign, code=code)
        address = url("criterion", "change", criterion.pk)
        page = text(quan.get(address))
        clauses = list(criterion.clauses.all())
        assert clauses
        for clause in clauses:
            assert clause.code in page
        codes = {f"clauses-{place}-code": f"X.{place}" for place, _ in enumerate(clauses)}
        assert quan.post(address, self.form(quan, address) | codes | {"code": "X"}).status_code == 302
        criterion.refresh_from_db()
        assert [criterion.code, *criterion.clauses.all()] == [code, *clauses]
        assert [row.code for row in criterion.clauses.all()] == [row.code for row in clauses]

    def test_clauses_must_add_up_to_their_criterion(self, cast, quan):
        criterion = Criterion.objects.get(campaign=cast.campaign, code="C1")
        address = url("criterion", "change", criterion.pk)
        page = quan.post(address, self.form(quan, address) | {"clauses-0-max_points": "5"})
        assert page.status_code == 200
        assert "cộng lại là" in text(page)
