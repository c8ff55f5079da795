import pytest

from awards import decree30
from awards.papers import nd30

from .samples import TITLE


def shown(text):
    return "".join(run.text for run in text)


def test_a_name_is_broken_where_a_reader_pauses():
    assert nd30.balanced("SỞ THÔNG TIN VÀ TRUYỀN THÔNG TỈNH BẮC KẠN", 21) == (
        "SỞ THÔNG TIN",
        "VÀ TRUYỀN THÔNG",
        "TỈNH BẮC KẠN",
    )
    assert nd30.balanced("TRUNG TÂM CÔNG NGHỆ THÔNG TIN VÀ TRUYỀN THÔNG", 21) == (
        "TRUNG TÂM",
        "CÔNG NGHỆ THÔNG TIN",
        "VÀ TRUYỀN THÔNG",
    )
    assert nd30.balanced("PHÒNG BƯU CHÍNH - VIỄN THÔNG", 21) == ("PHÒNG BƯU CHÍNH -", "VIỄN THÔNG")
    assert nd30.balanced("UBND TỈNH BẮC KẠN", 21) == ("UBND TỈNH BẮC KẠN",)


@pytest.mark.parametrize("limit", [46, 62, 66, 72, 90])
def test_kinh_te_xa_hoi_stays_together(limit):
    lines = nd30.balanced(f"Họp xét khen thưởng trong Đợt thi đua “{TITLE}”", limit)
    assert any("kinh tế - xã hội" in line for line in lines), lines


def test_no_line_is_longer_than_the_box_even_without_spaces():
    for name in ("A" * 200, "Phòng " + "a" * 50 + " b", "x " * 100):
        lines = nd30.balanced(name, 21)
        assert all(len(line) <= 21 for line in lines)
        assert "".join(lines).replace(" ", "") == name.replace(" ", "")


def test_an_empty_name_is_no_line():
    assert nd30.balanced("", 21) == ()


def test_a_number_below_ten_takes_a_zero_and_loses_a_typed_symbol():
    assert shown(nd30.number("5", "TTr", "BCVT")) == "Số: 05/TTr-BCVT"
    assert shown(nd30.number("5/TTr-BCVT", "TTr", "BCVT")) == "Số: 05/TTr-BCVT"
    assert shown(nd30.number("12", "BB", "VP")) == "Số: 12/BB-VP"


def test_a_number_not_yet_taken_stays_blank_and_is_marked():
    number = nd30.number("", "TTr", "BCVT")
    assert [run.blank for run in number] == [False, True, False]
    assert number[1].text.strip() == ""


def test_the_date_of_box_4():
    assert shown(nd30.place_date("Bắc Kạn", "2024-02-05")) == "Bắc Kạn, ngày 05 tháng 02 năm 2024"
    assert shown(nd30.place_date("Bắc Kạn", "2023-03-31")) == "Bắc Kạn, ngày 31 tháng 3 năm 2023"
    assert sum(run.blank for run in nd30.place_date("Bắc Kạn", None)) == 3


def test_who_signs_and_for_whom():
    def titles(authority, title):
        return nd30.signer(authority, title, "Trưởng phòng", "A").titles

    assert titles("", "") == ("TRƯỞNG PHÒNG",)
    assert titles("KT.", "Phó Trưởng phòng") == ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")
    assert titles("TUQ.", "Chuyên viên") == ("TUQ. TRƯỞNG PHÒNG", "CHUYÊN VIÊN")
    assert titles("Q.", "Quyền Trưởng phòng") == ("Q. TRƯỞNG PHÒNG",)


def test_recipients_begin_with_the_addressee_and_end_with_the_file():
    def lines(*items, **options):
        return nd30.recipients(list(items), file_code="VT, BCVT", **options).lines

    assert lines("Văn phòng Sở", as_addressed=True) == ("- Như trên;", "- Văn phòng Sở;", "- Lưu: VT, BCVT.")
    assert lines("Lưu: VT, P1", "Như trên", "X", as_addressed=True) == (
        "- Như trên;",
        "- X;",
        "- Lưu: VT, P1.",
    )
    assert lines() == ("- Lưu: VT, BCVT.",)


def test_a_unit_without_abbreviation_goes_by_its_initials():
    assert decree30.initials("Phòng Bưu chính - Viễn thông") == "PBCVT"
    assert decree30.initials("Phòng Kế hoạch và Tài chính") == "PKHTC"
    assert decree30.initials("Trung tâm Ứng dụng Đo lường") == "TTUDĐL", (
        "a symbol has capitals without marks, and Đ"
    )


def test_a_symbol_is_in_capitals_however_the_abbreviation_is_recorded():
    assert decree30.unit_symbol("TTra", "Thanh tra Sở") == "TTRA"
    assert decree30.unit_symbol("", "Phòng Bưu chính - Viễn thông") == "PBCVT"


def test_several_annexes_are_numbered_one_is_not():
    assert nd30.annex_name(1, 1) == "Phụ lục"
    assert [nd30.annex_name(n, 14) for n in (1, 4, 9, 10, 14)] == [
        "Phụ lục I",
        "Phụ lục IV",
        "Phụ lục IX",
        "Phụ lục X",
        "Phụ lục XIV",
    ]
