"""What two papers say differently is seen side by side, mended by the link beside it, and then sent."""

import pytest
from playwright.sync_api import expect

from awards.models import Nomination
from campaigns.models import Person
from tests import cast as c

from .stage import press, says

pytestmark = [pytest.mark.browser, pytest.mark.pango]


def rows(page):
    return page.locator("table.agreement tbody")


def test_a_clerk_sees_both_sides_mends_one_and_submits(living_cast, stage):
    cast = living_cast
    nomination = c.fill(cast, c.start(cast, person=cast.people["nominee"]))
    nomination.report.reporter_name = "Hà Thị Đao (mẫu)"
    nomination.report.save()
    nomination.minutes.chair_title = "Phó Trưởng phòng"
    nomination.minutes.conclusion = "Thống nhất đề nghị tặng Bằng khen cho 02 cá nhân."
    nomination.minutes.save()
    page = stage.enter("anh", f"/ho-so/{nomination.reference}/")
    expect(rows(page)).to_have_count(4)
    says(page, "Hà Thị Đao (mẫu)")
    stage.look(page, "unit")
    page.goto(f"/ho-so/{nomination.reference}/trinh/")
    expect(page.get_by_role("button", name="Trình hồ sơ")).to_have_count(0)
    stage.look(page, "submit")
    page.goto(f"/ho-so/{nomination.reference}/")
    rows(page).get_by_role("link", name="Báo cáo thành tích (người ký)").click()
    page.get_by_label("Người ký báo cáo", exact=True).fill("Hà Thị  Đào (mẫu)")
    press(page, "Lưu nháp")
    page.goto(f"/ho-so/{nomination.reference}/bien-ban/")
    page.get_by_label("Chức vụ chủ trì").fill("Trưởng phòng Bưu chính - Viễn thông (mẫu)")
    press(page, "Lưu nháp")
    page.goto(f"/ho-so/{nomination.reference}/trinh/")
    expect(rows(page)).to_have_count(2)  # what is only asked about
    press(page, "Trình hồ sơ")
    says(page, "Số biên nhận")
    assert Nomination.objects.get().status == "submitted"


def test_the_director_sees_what_changed_since_the_dossier_was_sent(living_cast, stage):
    cast = living_cast
    nomination = c.recommended(cast, person=cast.people["nominee"])
    made = c.decision(cast, [nomination])
    Person.objects.filter(pk=nomination.person_id).update(position="Phó Trưởng phòng")
    page = stage.enter("dung", f"/quan-tri/awards/decision/{made.pk}/ky/")
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_role("button", name="Xác nhận đã ký")).to_be_disabled()
    stage.look(page, "sign")
    rows(page).get_by_role("link", name="Hồ sơ đã trình").click()
    expect(rows(page)).to_have_count(1)
    stage.look(page, "dossier")
    Person.objects.filter(pk=nomination.person_id).update(position="Chuyên viên")
    page.goto(f"/quan-tri/awards/decision/{made.pk}/ky/")
    expect(rows(page)).to_have_count(0)
    press(page, "Xác nhận đã ký")
    says(page, "Đã xác nhận ký")


def test_the_office_sees_what_each_law_would_pay(living_cast, stage):
    cast = living_cast
    nomination = c.forwarded(cast, unit=cast.unit_b, by=cast.binh, person=cast.people["binh"])
    made = c.decision(cast, [nomination], "province_award", number="7")
    page = stage.enter("chi", f"/quan-tri/awards/decision/{made.pk}/change/")
    money = page.locator("#so-sanh tbody")
    expect(money).to_have_count(2)
    expect(money.first).to_contain_text("đến hết 31/12/2023")
    expect(money.first).to_contain_text("Một triệu tám trăm nghìn đồng")
    expect(page.locator("#so-sanh tbody.applies")).to_contain_text("2.700.000")
    page.get_by_text("Nguồn", exact=True).click()
    stage.look(page, "money")
