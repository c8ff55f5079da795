"""Nothing typed is lost: seen in a real browser, with a real server behind it."""

import re

import pytest
from playwright.sync_api import expect

from awards.models import Letter, MinutesVote, SelfScore
from tests import cast as maker

pytestmark = pytest.mark.browser

SAVED = re.compile(r"Đã lưu lúc \d\d:\d\d:\d\d")


@pytest.fixture
def draft(transactional_db, cast):
    return maker.start(cast)


@pytest.fixture
def open_page(new_page, draft):
    """open_page(user, "to-trinh") → the page of the draft, typed into by that account."""

    def open_(user, path, page=None):
        page = page or new_page(user)
        page.goto(f"/ho-so/{draft.reference}/{path}/")
        return page

    return open_


def state(page):
    return page.locator("[data-state]")


def type_into(page, field, text):
    page.fill(f"#{field}", text)
    page.locator(f"#{field}").blur()


def test_words_are_saved_without_pressing_anything(open_page, cast):
    page = open_page(cast.an, "to-trinh")
    type_into(page, "id_reasons", "Đơn vị đã họp xét ngày 02/01/2024.")
    expect(state(page)).to_have_text(SAVED)
    assert Letter.objects.get().reasons == "Đơn vị đã họp xét ngày 02/01/2024."
    type_into(page, "id_number", "07")
    expect(state(page)).to_have_text(SAVED)
    page.reload()
    expect(page.locator("#id_number")).to_have_value("07")
    expect(page.get_by_role("button", name="Khôi phục")).to_have_count(0)


def test_a_bad_date_is_told_beside_it_and_kept_until_it_is_right(open_page, cast):
    page = open_page(cast.an, "to-trinh")
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill("#id_reasons", "Đúng.")
    type_into(page, "id_issued_on", "32/01/2024")
    expect(page.locator("#div_id_issued_on .field-error")).to_contain_text("Ngày không đúng")
    expect(state(page)).to_contain_text("còn 1 ô cần sửa")
    assert Letter.objects.get().reasons == "Đúng."
    page.reload()
    page.get_by_role("button", name="Khôi phục").click()
    expect(page.locator("#id_issued_on")).to_have_value("32/01/2024")
    type_into(page, "id_issued_on", "02/01/2024")
    expect(state(page)).to_have_text(SAVED)
    assert Letter.objects.get().issued_on.isoformat() == "2024-01-02"


def test_when_the_network_comes_back_the_words_go_out_by_themselves(open_page, cast):
    page = open_page(cast.an, "to-trinh")
    page.context.set_offline(True)
    type_into(page, "id_reasons", "Viết khi mất mạng.")
    expect(state(page)).to_have_text("Chưa lưu được – mất kết nối, nội dung được giữ trên máy này")
    page.context.set_offline(False)
    expect(state(page)).to_have_text(SAVED)
    assert Letter.objects.get().reasons == "Viết khi mất mạng."


def test_what_could_not_be_sent_is_offered_when_the_page_opens_again(open_page, cast):
    page = open_page(cast.an, "to-trinh")
    page.on("dialog", lambda dialog: dialog.accept())
    no_posts(page)
    type_into(page, "id_reasons", "Viết khi máy chủ tắt.")
    expect(state(page)).to_contain_text("mất kết nối")
    page.reload()
    expect(page.locator("#id_reasons")).to_have_value("")
    page.context.unroute("**/to-trinh/")
    page.get_by_role("button", name="Khôi phục").click()
    expect(state(page)).to_have_text(SAVED)
    assert Letter.objects.get().reasons == "Viết khi máy chủ tắt."


def no_posts(page):
    def refuse_posts(route):
        return route.abort() if route.request.method == "POST" else route.fallback()

    page.context.route("**/to-trinh/", refuse_posts)


def test_after_the_session_ends_a_login_in_another_tab_is_enough(open_page, cast):
    page = open_page(cast.an, "to-trinh")
    type_into(page, "id_reasons", "Trước.")
    expect(state(page)).to_have_text(SAVED)
    page.context.clear_cookies(name="sessionid")
    type_into(page, "id_reasons", "Sau khi phiên đã hết.")
    expect(state(page)).to_contain_text("Phiên đăng nhập đã hết")
    assert Letter.objects.get().reasons == "Trước."

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập ở thẻ mới").click()
    login = opened.value
    login.fill("#id_username", "an")
    login.fill("#id_password", maker.PASSWORD)
    login.get_by_role("button", name="Đăng nhập").click()
    login.wait_for_url("**/")

    page.bring_to_front()
    type_into(page, "id_number", "08")
    expect(state(page)).to_have_text(SAVED)
    assert Letter.objects.get().reasons == "Sau khi phiên đã hết."
    # The plain button works as well: the page has taken over the token of the new login.
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_text("Đã lưu Tờ trình lúc")).to_be_visible()


def test_two_clerks_see_both_contents_and_the_second_chooses(open_page, cast):
    an, anh = open_page(cast.an, "to-trinh"), open_page(cast.anh, "to-trinh")
    an.fill("#id_number", "01")
    type_into(an, "id_reasons", "Lý do của An.")
    expect(state(an)).to_have_text(SAVED)
    anh.fill("#id_number", "02")
    type_into(anh, "id_reasons", "Lý do của Ánh.")
    panel = anh.locator("#xung-dot")
    expect(panel).to_contain_text("Lý do của An.")
    expect(panel).to_contain_text("Lý do của Ánh.")
    assert Letter.objects.get().reasons == "Lý do của An."

    panel.locator("input[name=chon-number][value=theirs]").check()
    panel.get_by_role("button", name="Lưu theo lựa chọn").click()
    expect(state(anh)).to_have_text(SAVED)
    letter = Letter.objects.get()
    assert (letter.reasons, letter.number) == ("Lý do của Ánh.", "01")


def test_vote_rows_are_added_and_saved(open_page, cast, draft):
    page = open_page(cast.an, "bien-ban")
    page.fill("#id_votes-0-yes", "8")
    page.fill("#id_votes-0-no", "1")
    page.get_by_role("button", name="Thêm dòng").click()
    page.fill("#id_votes-3-candidate", "Phạm Thị Mẫu")
    page.fill("#id_votes-3-yes", "1")
    type_into(page, "id_votes-3-no", "8")
    expect(state(page)).to_have_text(SAVED)
    names = list(MinutesVote.objects.values_list("candidate", flat=True))
    assert names == [draft.nominee_name, "Phạm Thị Mẫu"]


def test_the_total_follows_while_one_answers(open_page, cast):
    page = open_page(cast.an, "tu-cham")
    page.locator("#y-C1\\.2").get_by_label(re.compile("Có kết quả nổi bật")).check()
    page.locator("#y-C1\\.2 textarea").focus()
    expect(page.locator("[data-show=total]")).to_have_text("6")
    expect(page.locator("[data-show=answered]")).to_have_text("1")
    assert SelfScore.objects.get().saved_by == cast.an


def test_a_file_is_uploaded_inside_the_sheet_without_leaving_it(open_page, cast, draft):
    page = open_page(cast.an, "tu-cham")
    clause = page.locator("#y-C1\\.1")
    clause.get_by_text("Thêm tệp cho ý C1.1").click()
    body = maker.pdf_upload().read()
    file = {"name": "danh-muc.pdf", "mimeType": "application/pdf", "buffer": body}
    clause.locator("input[type=file]").set_input_files(file)
    expect(clause.locator("[data-files]")).to_contain_text("danh-muc.pdf")
    assert draft.evidence.get().clause.code == "C1.1"
    clause.locator("input[type=file]").set_input_files({**file, "name": "gia.pdf", "buffer": b"MZ not a pdf"})
    expect(clause.locator("[data-upload-error]")).to_contain_text("không phải PDF")


def test_logging_out_leaves_no_words_on_the_computer(open_page, cast):
    page = open_page(cast.an, "to-trinh")
    page.on("dialog", lambda dialog: dialog.accept())
    no_posts(page)
    type_into(page, "id_reasons", "Chưa lưu.")
    expect(state(page)).to_contain_text("mất kết nối")
    assert page.evaluate("Object.keys(localStorage).length") == 1
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/dang-nhap/")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_what_is_typed_during_a_slow_save_is_saved_next_and_not_called_saved_before(open_page, cast):
    page = open_page(cast.an, "to-trinh")

    def slowly(route):
        if route.request.method == "POST":
            page.wait_for_timeout(600)
        route.fallback()

    page.context.route("**/to-trinh/", slowly)
    type_into(page, "id_number", "01")
    expect(state(page)).to_have_text("Đang lưu…")
    page.fill("#id_reasons", "Gõ trong lúc đang lưu.")
    expect(state(page)).to_have_text("Chưa lưu")
    expect(state(page)).to_have_text(SAVED)
    assert Letter.objects.get().reasons == "Gõ trong lúc đang lưu."


def test_pressing_a_button_while_a_save_is_on_its_way_conflicts_with_nobody(open_page, cast):
    page, answered = open_page(cast.an, "to-trinh"), []

    def answer_late(route):
        if route.request.method == "POST" and not answered:
            answered.append((route, route.fetch()))
        else:
            route.fallback()

    page.context.route("**/to-trinh/", answer_late)
    type_into(page, "id_reasons", "Viết trước.")
    expect(state(page)).to_have_text("Đang lưu…")
    page.fill("#id_number", "09")
    page.get_by_role("button", name="Lưu và sang phần tiếp").click()
    # The server may still be answering the autosave; its answer is held back only once it is there.
    for _ in range(200):
        if answered:
            break
        page.wait_for_timeout(50)
    route, answer = answered[0]
    route.fulfill(response=answer)
    page.wait_for_url("**/bien-ban/")
    letter = Letter.objects.get()
    assert (letter.reasons, letter.number) == ("Viết trước.", "09")
