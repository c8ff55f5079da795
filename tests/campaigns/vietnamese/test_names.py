import random
import re
import unicodedata

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from campaigns.vietnamese import names

anything = st.text(max_size=60)


def nfd(text):
    return unicodedata.normalize("NFD", text)


class TestClean:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            (nfd("Nguyễn Thị Hường"), "Nguyễn Thị Hường"),
            ("  Hoàng\u00a0Văn \u2003 Thiên\u200b ", "Hoàng Văn Thiên"),
            ("\ufeffTrần\tBình\n", "Trần Bình"),
            ("Ðặng Văn Ðạt", "Đặng Văn Đạt"),
            ("Hòa", "Hòa"),
            ("Hoà", "Hoà"),
            ("e\u200b\u0323\u0302", "ệ"),
            ("a\x00b\ud800c", "abc"),
            ("\uf0b7 Trần\ue123 Bình\U000f0001", "Trần□ Bình□"),
            ("Đạt \uf0b3 90%, sai số \uf0b10,5", "Đạt ≥ 90%, sai số ±0,5"),
            ("", ""),
        ],
    )
    def test_one_line(self, typed, stored):
        assert names.clean(typed) == stored

    def test_an_icelandic_name_keeps_its_eth(self):
        assert names.clean("Þórður Ðórsson") == "Þórður Ðórsson"

    @given(anything)
    def test_once_is_enough_and_the_database_can_keep_it(self, text):
        once = names.clean(text)
        assert names.clean(once) == once
        assert unicodedata.is_normalized("NFC", once)
        assert "\x00" not in once
        assert "  " not in once
        once.encode("utf-8")

    def test_lines_stay_lines(self):
        typed = "\r\n  Một\u00a0 hai \r\n\r\n\r\n\r\n" + nfd("Bốn ") + "\u2028năm\n\n"
        assert names.clean_multiline(typed) == "Một hai\n\nBốn\nnăm"

    def test_the_bullets_of_pasted_lists_become_dashes(self):
        typed = "Gồm:\n\uf0b7\tMột \uf0a7 hai\n \uf0d8 Ba\n\uf0b7Bốn\n\uf0fc\tNăm\n\uf02d Sáu\n\ue123\tBảy"
        assert names.clean_multiline(typed) == "Gồm:\n- Một ▪ hai\n- Ba\n- Bốn\n- Năm\n- Sáu\n- Bảy"

    def test_a_sign_that_means_something_stays_where_it_heads_a_line(self):
        typed = "\uf0b3 90%\n\uf0fc đạt\n\uf0fe\tCó \uf0a8 Không\n\uf02d5 điểm\n\ue123 gì đó"
        assert names.clean_multiline(typed) == "≥ 90%\n✓ đạt\n☑ Có ☐ Không\n−5 điểm\n□ gì đó"

    @given(anything)
    def test_lines_once_is_enough(self, text):
        once = names.clean_multiline(text)
        assert names.clean_multiline(once) == once
        assert "\n\n\n" not in once


class TestSearch:
    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("Đặng  Thị Ánh", "dang thi anh"),
            ("ĐẶNG", "dang"),
            ("Ðường", "duong"),
            ("lề lối", "le loi"),
            ("Phòng Bưu chính – Viễn thông", "phong buu chinh – vien thong"),
            (nfd("Ưu Ơn Ăn Ấm Ệ Ổ"), "uu on an am e o"),
        ],
    )
    def test_folds(self, text, key):
        assert names.search_key(text) == key

    @given(anything)
    def test_stored_and_typed_meet(self, text):
        key = names.search_key(text)
        assert names.search_key(key) == key
        assert names.search_key(nfd(text)) == key
        assert len(key) <= len(unicodedata.normalize("NFC", text))

    def test_for_file_names(self):
        assert names.without_diacritics("Tờ trình – Phòng Đào tạo (mẫu)") == "To trinh - Phong Dao tao (mau)"
        assert names.without_diacritics("Lề l貌 “mới”…") == 'Le l "moi"...'

    @given(anything)
    def test_file_names_are_ascii(self, text):
        assert names.without_diacritics(text).isascii()


class TestSame:
    @pytest.mark.parametrize(
        ("a", "b"),
        [("NGUYỄN VĂN AN", nfd("Nguyễn  Văn An")), ("Trần\u00a0Bình ", "trần bình"), ("Ðạt", "Đạt")],
    )
    def test_same(self, a, b):
        assert names.same(a, b)

    @pytest.mark.parametrize(("a", "b"), [("An", "Ân"), ("Hòa", "Hoà"), ("Dũng", "Đũng"), ("Bính", "Bình")])
    def test_not_same(self, a, b):
        assert not names.same(a, b)


def in_every_start(right, key):
    """Sorting must not lean on the order it was given."""
    mixed = list(right)
    random.Random(2023).shuffle(mixed)
    return [sorted(given, key=key) for given in (right[::-1], mixed)]


class TestPeople:
    # docs/domain.md 5.5.9, and the alphabet and tones of 4.2.
    @pytest.mark.parametrize(
        "right",
        [
            ["An", "Ánh", "Ân", "Bình", "Dũng", "Đạt", "Đức"],
            ["Nguyễn Văn An", "Lê Thị Ân", "Trần Bình"],
            ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "măng", "mân"],
            list("aăâbcdđeêghiklmnoôơpqrstuưvxyz"),
            ["Lê Hoa", "Trần Hoa", "An Hòa", "Bùi Hòa", "An Hoàng"],
            ["Lê Văn An", "Lê Xuân An", "Lề Văn An", "Lý Văn An"],
            ["An", "An An", "Lê An", "Lê Văn An"],
            ["Trần Bình (mẫu)", "Trần Dũng (mẫu)", "Lê Thị Yến"],
        ],
    )
    def test_order(self, right):
        assert in_every_start(right, names.sort_key) == [right, right]

    def test_typing_makes_no_difference(self):
        assert names.sort_key("NGUYỄN  VĂN HOÀ") == names.sort_key(nfd("Nguyễn Văn Hòa"))
        assert names.sort_key("Ðặng Ðạt") == names.sort_key("Đặng Đạt")
        assert names.sort_key("Giàng A H'Mông") == names.sort_key("Giàng A H’Mông")

    def test_a_remark_breaks_ties_only(self):
        assert names.sort_key("Trần Bình") < names.sort_key("Trần Bình (1)") < names.sort_key("Trần Bình (2)")
        assert names.sort_key("Trần Bình (2)") < names.sort_key("Vũ Bình")

    @given(anything)
    def test_any_text_has_a_key_that_every_collation_orders_alike(self, text):
        for key in (names.sort_key(text), names.title_sort_key(text)):
            assert re.fullmatch("[a-z0-9]*", key)

    def test_a_key_fits_its_column(self):
        assert len(names.sort_key("貌" * 200)) == names.SORT_KEY_LENGTH
        assert len(names.title_sort_key("9" * 5000 + " ặ" * 5000)) == names.SORT_KEY_LENGTH


class TestTitles:
    @pytest.mark.parametrize(
        "right",
        [
            ["Phòng Bưu chính", "Phòng Công nghệ", "Thanh tra", "Trung tâm", "Văn phòng"],
            ["Tổ 2", "Tổ 02 A", "Tổ 10", "Tổ công tác"],
            ["Phòng Ân", "Phòng Bình", "Phòng Dũng", "Phòng Đức"],
        ],
    )
    def test_from_left_to_right(self, right):
        assert in_every_start(right, names.title_sort_key) == [right, right]


# --- against the International Components for Unicode ------------------------------------------------

ONSETS = ",b,c,ch,d,đ,g,gh,gi,h,k,kh,l,m,n,ng,ngh,nh,p,ph,qu,r,s,t,th,tr,v,x"
RIMES = (
    "a,ă,â,e,ê,i,o,ô,ơ,u,ư,y,an,ăn,ân,anh,ang,ăng,âng,am,ăm,âm,ao,au,âu,ay,ây,oan,oang,oai,oanh,uân,uyên,uy,"
    "iên,iêm,ong,ông,oong,ưng,ương,ươi,ươn,ung,uông,em,êm,en,ên,inh,ich,êch,at,ăt,ât,ac,ăc,âc,ach"
)
VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]


def syllable(chance):
    rime, tone = chance.choice(RIMES.split(",")), chance.choice(TONES)
    # The tone on the rime's last vowel: where it stands is no matter of ours, only that it is the same.
    at = max(place for place, letter in enumerate(rime) if letter in VOWELS) + 1
    text = unicodedata.normalize("NFC", chance.choice(ONSETS.split(",")) + rime[:at] + tone + rime[at:])
    return text.capitalize()


def invented(count, words):
    chance = random.Random(20231231)
    return sorted({" ".join(syllable(chance) for _ in range(chance.randint(1, words))) for _ in range(count)})


def in_database(people, expression):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM unnest(%s::text[]) AS name ORDER BY {expression}", [people])
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.postgres_only
@pytest.mark.django_db
class TestAgainstIcu:
    def test_syllables(self):
        syllables = invented(6000, words=1)
        assert len(syllables) > 3000
        assert sorted(syllables, key=names.title_sort_key) == in_database(
            syllables, 'name COLLATE "vi-x-icu"'
        )

    def test_names_given_name_first(self):
        people = invented(4000, words=4)
        given_first = (
            "array_append('{}', reverse(split_part(reverse(name), ' ', 1)))"
            " || string_to_array(regexp_replace(name, ' ?[^ ]+$', ''), ' ')"
        )
        # An array is compared word by word, as people compare names.
        assert sorted(people, key=names.sort_key) == in_database(
            people, f'({given_first}) COLLATE "vi-x-icu"'
        )

    @pytest.mark.parametrize("collation", ["C", "en-x-icu", "vi-x-icu", "da-x-icu", "default"])
    def test_keys_sort_alike_in_every_collation(self, collation):
        keys = sorted({names.sort_key(name) for name in [*invented(2000, words=3), "Tổ 2", "Tổ 10", "l貌"]})
        assert in_database(keys, f'name COLLATE "{collation}"') == keys
