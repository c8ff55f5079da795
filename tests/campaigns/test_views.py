"""The door and the campaign's page."""

import pytest
from django.test import Client

from campaigns.models import User
from tests import cast as maker


@pytest.fixture
def client(cast):
    return Client()


def enter(client, username="an", password=maker.PASSWORD, **more):
    return client.post("/dang-nhap/", {"username": username, "password": password, **more})


def test_login_leads_home_and_to_where_one_was_going(client):
    assert enter(client)["Location"] == "/"
    assert enter(Client(), next="/dot/bac-kan-2023/")["Location"] == "/dot/bac-kan-2023/"


def test_login_never_leads_off_the_site(client):
    assert enter(client, next="https://evil.example/")["Location"] == "/"


def test_a_wrong_password_gets_a_sentence_and_keeps_the_name(client):
    page = enter(client, password="sai").content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in page
    assert 'value="an"' in page


def test_after_five_failures_the_door_is_shut_with_a_sentence(client):
    for _ in range(4):
        enter(client, password="sai")
    shut = enter(client, password="sai")
    assert shut.status_code == 429
    assert "Tạm khóa đăng nhập" in shut.content.decode()
    assert enter(client).status_code == 429


def test_logout_is_a_post(client):
    enter(client)
    assert client.get("/dang-xuat/").status_code == 405
    assert client.post("/dang-xuat/")["Location"] == "/dang-nhap/"
    assert client.get("/")["Location"].startswith("/dang-nhap/")


def test_a_password_that_others_know_must_be_changed_first(client):
    User.objects.filter(username="an").update(must_change_password=True)
    enter(client)
    for address in ("/", "/dot/bac-kan-2023/", "/quan-tri/"):
        assert client.get(address)["Location"] == "/doi-mat-khau/"
    fresh = "mot-mat-khau-khac-2024"
    data = {"old_password": maker.PASSWORD, "new_password1": fresh, "new_password2": fresh}
    assert client.post("/doi-mat-khau/", data)["Location"] == "/"
    assert client.get("/").status_code == 200
    assert not User.objects.get(username="an").must_change_password


def test_the_same_password_is_no_new_password(client):
    User.objects.filter(username="an").update(must_change_password=True)
    enter(client)
    data = {"old_password": maker.PASSWORD, "new_password1": maker.PASSWORD, "new_password2": maker.PASSWORD}
    assert "phải khác mật khẩu hiện tại" in client.post("/doi-mat-khau/", data).content.decode()
    assert User.objects.get(username="an").must_change_password


def test_the_campaign_tells_the_plan(client, cast, django_assert_max_num_queries):
    client.force_login(cast.an)
    with django_assert_max_num_queries(20):
        page = client.get("/dot/bac-kan-2023/").content.decode()
    for words in (
        "00/KH-STTT",
        "số mẫu",
        "680/KH-UBND",
        "điểm đề xuất của phần mềm",
        "Ghi chú chuẩn hóa",
        "C7.3",
        "I3",
        "đến hết ngày 31/12/2023",
    ):
        assert words in page, words


def test_a_blank_number_is_shown_blank_with_a_note(client, cast):
    cast.campaign.plan_number, cast.campaign.plan_date = "", None
    cast.campaign.plan_number_is_sample = False
    cast.campaign.save()
    client.force_login(cast.an)
    page = client.get("/dot/bac-kan-2023/").content.decode()
    assert "…/KH-STTT" in page
    assert "để trống số" in page


def test_another_department_s_campaign_does_not_exist(client, cast):
    client.force_login(cast.khach)
    assert client.get("/dot/bac-kan-2023/").status_code == 404


def test_no_page_writes_style_or_script_into_itself(client, cast):
    client.force_login(cast.an)
    nomination = maker.start(cast)
    for address in (
        "/",
        "/dot/bac-kan-2023/",
        f"/ho-so/{nomination.reference}/",
        f"/ho-so/{nomination.reference}/tu-cham/",
    ):
        page = client.get(address).content.decode()
        assert " style=" not in page
        assert "onclick" not in page
        assert "<style" not in page
