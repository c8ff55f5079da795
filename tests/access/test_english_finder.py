"""The finder must find: a page walk with a blind finder would prove nothing."""

import pytest

from .english import english, english_words


@pytest.mark.parametrize(
    "text",
    [
        *("Save", "Delete", "Add", "Search", "Filter", "Home", "Password", "Username", "Logout", "Welcome"),
        *(
            "Yes",
            "No",
            "Please",
            "This field",
            "required",
            "Select",
            "Choose",
            "Go",
            "of",
            "selected",
            "Today",
        ),
        *("Now", "Change", "View", "History", "Error", "and", "the", "Log in", "None", "Sign out", "True"),
        *(
            "1 result",
            "entry",
            "January",
            "Mon",
            "Thur",
            "Not found",
            "Forbidden",
            "Submit",
            "Reset",
            "Upload",
        ),
        *("Đã chọn 0 of 3", "Thêm another", "Lưu and tiếp tục", "Hồ sơ (draft)", "Trang next", "PDF file"),
    ],
)
def test_english_is_found(text):
    assert english_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Đăng nhập để nộp hồ sơ đề nghị khen thưởng.",
        "In trang này",
        "Theo Kế hoạch số 60/KH-STTTT ngày 03/01/2024, mục III.2.1 và điểm a khoản 2",
        "Tệp PDF, Word (docx) hoặc Excel; thư điện tử ten@coquan.gov.vn; bao-cao.pdf, 9f86d081884c7d65",
        "An, Anh, Chi, Giang, Quân; cho xem, chia ra, xoay, ngoan, khoe, quan tâm, tham mưu, luân chuyển, khuya",
        "Thông qua, mua, vui, xuya, suy, uy quyền, hay, sau, kêu gọi, keo sơn, eo biển, oai nghiêm",
        "SIPAS, PCI, PARINDEX, UBND, TT&TT",
        "128/128 hồ sơ = 100%",
    ],
)
def test_vietnamese_is_left_alone(text):
    assert not english_words(text)


@pytest.mark.parametrize(
    ("page", "word"),
    [
        ("<title>Home</title>", "Home"),
        ('<input type="submit" value="Save">', "Save"),
        ('<input placeholder="Search">', "Search"),
        ('<button aria-label="Close">×</button>', "Close"),
        ('<img alt="Picture">', "Picture"),
        ('<a title="Edit">sửa</a>', "Edit"),
        ("<p>Ngày &amp; Time</p>", "Time"),
        ('<optgroup label="Other">', "Other"),
        ('<div data-inline-formset=\'{"options": {"addText": "Add another dòng"}}\'></div>', "Add"),
    ],
)
def test_every_place_where_a_page_speaks_is_read(page, word):
    assert next(line.partition(":")[0] for line in english(page)) == word


@pytest.mark.parametrize(
    "page",
    [
        "<script>var save = 'Save';</script>",
        "<style>.delete { color: red }</style>",
        '<input type="hidden" name="status" value="submitted">',
        '<a href="/save/" class="delete" data-url="https://example.test/the/page">Xem</a>',
    ],
)
def test_what_nobody_reads_is_not_read(page):
    assert not english(page)


def test_a_script_does_not_hide_what_follows():
    assert english("<script>x()</script><p>Delete</p>")


def test_a_textarea_with_data_is_no_speech_but_braces_alone_hide_nothing():
    assert not english('<textarea>{"levels": [{"code": "partial"}]}</textarea>')
    assert english("<p>{Save}</p>")
    assert english("<p>[]</p><p>[Save]</p>")


def test_names_that_a_page_may_hold_are_allowed_only_where_named():
    assert english_words("an", frozenset({"an"})) == []
    assert english_words("khach", frozenset({"khach"})) == []
    assert english_words("an")


def test_a_temporary_password_is_no_word():
    assert not english_words("ypqrt-kmspr-rddcb")
    assert english_words("save-and-continue")
