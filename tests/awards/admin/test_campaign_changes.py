"""Who changed a deadline, a quota, a threshold or a weight, and when: the inspector reads it in the history."""

import pytest
from django.test import Client
from django.urls import reverse

from awards import audit
from awards.models import Event
from campaigns.models import AwardForm, Criterion
from tests import cast as maker
from tests.awards.views.helpers import posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def quan(cast):
    client = Client()
    client.force_login(cast.quan)
    return client


@pytest.fixture
def page(cast):
    return reverse("admin:campaigns_campaign_change", args=[cast.campaign.pk])


def save(client, page, **changed):
    return client.post(page, {**posted(client.get(page)), **changed})


def last():
    return Event.objects.filter(verb="plan_changed").last()


def test_a_moved_deadline_and_quota_are_told_with_both_values(cast, quan, page):
    answer = save(quan, page, deadline_at_0="08/01/2024", province_quota="3")
    assert answer.status_code == 302
    event = last()
    deadline = "Thời điểm hết hạn nộp hồ sơ"
    assert event.actor == cast.quan
    assert event.facts["before"][deadline] == "2024-01-05T00:00:00+07:00"
    assert event.facts["after"][deadline] == "2024-01-08T00:00:00+07:00"
    assert sorted(event.facts["after"]) == ["Số Bằng khen tối đa Sở đề nghị Chủ tịch UBND tỉnh", deadline]
    assert list(audit.verify(cast.campaign)) == []


def test_a_moved_threshold_is_told(cast, quan, page):
    form = AwardForm.objects.get(campaign=cast.campaign, code="bang_khen")
    data = posted(quan.get(page))
    place = next(name for name, value in data.items() if name.endswith("-id") and value == str(form.pk))
    assert save(quan, page, **{place.replace("-id", "-threshold_percent"): "55"}).status_code == 302
    assert last().facts["after"] == {"Bằng khen: Tỷ lệ phiếu (%)": 55}


def test_saving_without_a_change_tells_nothing(quan, page):
    assert save(quan, page).status_code == 302
    assert last() is None


def test_a_changed_clause_is_told_and_read_in_words(cast, quan):
    criterion = Criterion.objects.get(campaign=cast.campaign, code="C1")
    page = reverse("admin:campaigns_criterion_change", args=[criterion.pk])
    assert save(quan, page, title="Tên khác của tiêu chí").status_code == 302
    assert last().facts["after"] == {"Tiêu chí C1: Tiêu chí": "Tên khác của tiêu chí"}
    shown = quan.get(reverse("admin:awards_event_change", args=[last().pk])).content.decode()
    assert "Sửa quy định của Đợt thi đua" in shown
    assert "Tên khác của tiêu chí" in shown


def test_nothing_the_council_votes_by_moves_while_it_sits(cast, quan, page):
    maker.accepted(cast)
    maker.open_session(cast)
    answer = quan.post(page, {**posted(quan.get(page)), "vote_denominator": "present"}, follow=True)
    assert "Hội đồng đang họp" in answer.content.decode()
    cast.campaign.refresh_from_db()
    assert cast.campaign.vote_denominator == "total"


def test_the_office_reads_thresholds_and_is_offered_no_box_to_change_them(cast, page):
    client = Client()
    client.force_login(cast.chi)
    assert 'name="award_forms-0-threshold_percent"' not in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 403


# --- two open pages -----------------------------------------------------------------------------------------


def opened(client, page):
    return posted(client.get(page))


def refused(answer):
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Quy định trên trang này đã được sửa và lưu sau khi bạn mở trang" in text
    return text


def test_an_older_page_does_not_undo_the_deadline_that_a_colleague_moved(cast, quan, page):
    old = opened(quan, page)
    assert save(quan, page, deadline_at_0="08/01/2024").status_code == 302
    text = refused(quan.post(page, {**old, "province_quota": "3", "title": "Tên vừa gõ (mẫu)"}))
    assert "Tên vừa gõ (mẫu)" in text
    again = refused(quan.post(page, {**old, "province_quota": "3"}))
    assert f'value="{old["seen"]}"' in again, "typing on that page stays refused"
    cast.campaign.refresh_from_db()
    assert (cast.campaign.deadline_at.day, cast.campaign.province_quota) == (7, 1)  # UTC
    assert Event.objects.filter(verb="plan_changed").count() == 1
    assert save(quan, page, province_quota="3").status_code == 302
    assert list(audit.verify(cast.campaign)) == []


def test_an_older_page_does_not_undo_a_threshold(cast, quan, page):
    form = AwardForm.objects.get(campaign=cast.campaign, code="bang_khen")
    old = opened(quan, page)
    AwardForm.objects.filter(pk=form.pk).update(threshold_percent=55)
    refused(quan.post(page, {**old, "province_quota": "3"}))
    form.refresh_from_db()
    assert form.threshold_percent == 55


def test_an_older_page_does_not_undo_a_clause_and_another_criterion_is_no_hindrance(cast, quan):
    one, other = Criterion.objects.filter(campaign=cast.campaign)[:2]
    page = reverse("admin:campaigns_criterion_change", args=[one.pk])
    old = opened(quan, page)
    Criterion.objects.filter(pk=other.pk).update(title="Tên khác của tiêu chí khác")
    assert quan.post(page, {**old, "title": "Tên mới"}).status_code == 302
    old, clause = opened(quan, page), one.clauses.first()
    type(clause).objects.filter(pk=clause.pk).update(text="Nội dung người khác vừa sửa (mẫu).")
    refused(quan.post(page, {**old, "title": "Tên cũ"}))
    clause.refresh_from_db()
    assert clause.text == "Nội dung người khác vừa sửa (mẫu)."


def test_a_page_that_does_not_say_what_it_showed_saves_nothing(cast, quan, page):
    old = opened(quan, page)
    del old["seen"]
    refused(quan.post(page, {**old, "province_quota": "3"}))
    assert last() is None


def test_what_the_page_does_not_change_is_no_hindrance(cast, quan, page):
    """The Office numbers the plan on a page of its own."""
    old = opened(quan, page)
    type(cast.campaign).objects.filter(pk=cast.campaign.pk).update(functions_citation="Quyết định số 1 (mẫu)")
    assert quan.post(page, {**old, "province_quota": "3"}).status_code == 302
