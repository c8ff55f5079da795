"""The home page: what to do now, until when, and nothing of anybody else's."""

from datetime import timedelta

import pytest

from campaigns import clock
from tests import cast as maker


def home(client):
    return client.get("/").content.decode()


def test_before_anything_there_is_a_button_to_start_and_a_deadline_nobody_misreads(an, cast):
    page = home(an)
    assert f"/dot/bac-kan-2023/de-cu/?don-vi={cast.unit_a.pk}" in page
    assert "đến hết ngày 04/01/2024" in page
    assert "trước ngày 05/01/2024" in page
    assert "00:00 ngày 05/01/2024 (giờ Việt Nam)" in page
    assert "Còn 1 ngày 15 giờ" in page


def test_a_draft_shows_its_next_step(an, cast, draft):
    page = home(an)
    assert draft.reference in page
    assert "Soạn Tờ trình" in page
    assert "Lập hồ sơ đề nghị" not in page
    maker.fill(cast, draft)
    assert "Kiểm tra và trình" in home(an)


def test_the_office_s_reason_stands_on_top(an, cast):
    maker.returned(cast)
    assert "Báo cáo thiếu số liệu so sánh với quý trước." in home(an)


def test_a_withdrawn_dossier_frees_the_button(an, cast):
    nomination = maker.withdrawn(cast)
    page = home(an)
    assert "Lập hồ sơ đề nghị" in page
    assert f'Đã rút: <a href="/ho-so/{nomination.reference}/"' in page


def test_after_the_deadline_only_a_late_window_opens_the_door(an, cast):
    with clock.at(maker.DEADLINE + timedelta(hours=1)):
        assert "Đã hết hạn nộp hồ sơ" in home(an)
        assert "Lập hồ sơ đề nghị" not in home(an)
        maker.late_window(cast)
        page = home(an)
        assert "Lập hồ sơ đề nghị" in page
        assert "Mất điện toàn trụ sở" in page


def test_nobody_sees_another_unit_s_dossier(login, draft):
    assert draft.reference not in home(login("binh"))


def test_the_office_s_clerk_keeps_two_slots(login, cast):
    page = home(login("van"))
    assert f"don-vi={cast.office_unit.pk}" in page
    assert f"don-vi={cast.whole.pk}" in page


@pytest.mark.parametrize("name", ["chi", "dung", "quan", "giang"])
def test_who_does_not_write_for_a_unit_works_in_the_admin(login, name):
    response = login(name).get("/")
    assert response.status_code == 302
    assert response["Location"] == "/quan-tri/"


def test_a_head_on_the_council_finds_both_doors(login, cast):
    from awards.models import CouncilMember

    CouncilMember.objects.create(campaign=cast.campaign, person=cast.people["anh"], role="member")
    page = home(login("anh"))
    assert 'href="/quan-tri/"' in page
    assert "Việc của Hội đồng" in page


@pytest.mark.parametrize("count", [1, 3])
def test_home_takes_twelve_queries_at_most(login, cast, count, django_assert_max_num_queries):
    for _ in range(count - 1):
        maker.withdrawn(cast)
    maker.returned(cast)
    client = login("an")
    with django_assert_max_num_queries(12):
        client.get("/")
