"""locale/vi speaks for Django and the packages: complete, compiled, faithful, and served to the browser too."""

import json
import re
import unicodedata
from pathlib import Path

import django
import polib
import pytest
from django.conf import global_settings, settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

OURS = Path(settings.BASE_DIR) / "locale" / "vi" / "LC_MESSAGES"
DJANGO = Path(django.__file__).parent
INSTALLED = ["conf"] + [f"contrib/{app}" for app in ("admin", "auth", "contenttypes", "sessions")]
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{\w*\}|</?\w+[^>]*>")
# Django's own start page and its technical pages, which nobody sees without DEBUG.
DEBUG_PAGES = re.compile(
    r"install worked|release notes|DEBUG=True</a>|^Django (Documentation|Community)$|^Topics, ref"
    r"|^Tutorial: A|^Get started with|^Connect, get help"
)
# Names, signs, and words that are the same in both languages.
SAME = {"…", ":", ":?.!", ", ", "IPv4", "IPv6", "%s KB", "%s MB", "%s GB", "%s TB", "%s PB"} | {
    "%(size)d byte",
    "%(class_name)s %(instance)s",
    "%(truncated_text)s…",
}

# Names of hidden fields, which are no reader's business.
LEFT_OUT = {"%(field_names)s"}


def catalogue(domain):
    return polib.pofile(str(OURS / f"{domain}.po"))


def languages_of_the_world():
    """LANGUAGES has one entry; the other names are never shown."""
    return {str(name) for _code, name in global_settings.LANGUAGES} - {"Vietnamese"}


def english(domain):
    """Every entry of Django's English catalogues that a user of ours can meet."""
    names = languages_of_the_world()
    for app in INSTALLED:
        path = DJANGO / app / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        for entry in polib.pofile(str(path)) if path.exists() else []:
            if entry.msgid not in names and not DEBUG_PAGES.search(entry.msgid):
                yield entry


def texts(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_each_entry_is_translated_with_the_same_placeholders(domain):
    wrong = []
    for entry in catalogue(domain):
        assert not entry.fuzzy, entry.msgid
        assert not entry.obsolete, entry.msgid
        for text in texts(entry):
            expected = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)) - LEFT_OUT
            if not text or set(PLACEHOLDER.findall(text)) != expected:
                wrong.append((entry.msgid, text))
            assert unicodedata.is_normalized("NFC", text), text
    assert not wrong


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_file_is_the_source(domain, tmp_path):
    fresh = tmp_path / "fresh.mo"
    catalogue(domain).save_as_mofile(str(fresh))
    assert fresh.read_bytes() == (OURS / f"{domain}.mo").read_bytes(), "compile: see the top of django.po"


def test_no_entry_is_dead():
    """An upgrade that rewords a sentence leaves ours behind in silence; axes keeps its own in the source."""
    import axes

    source = "".join(path.read_text() for path in Path(axes.__file__).parent.glob("*.py"))
    for domain in ("django", "djangojs"):
        known = {(entry.msgctxt, entry.msgid, entry.msgid_plural or None) for entry in english(domain)}
        dead = [
            entry.msgid
            for entry in catalogue(domain)
            if (entry.msgctxt, entry.msgid, entry.msgid_plural or None) not in known
            and f'"{entry.msgid}"' not in source
        ]
        assert not dead, dead


def shown(entry, translator):
    with translation.override("vi"):
        if entry.msgid_plural:
            return translator.ngettext(entry.msgid, entry.msgid_plural, 2)
        if entry.msgctxt:
            return translator.pgettext(entry.msgctxt, entry.msgid)
        return translator.gettext(entry.msgid)


def test_nothing_that_a_user_can_meet_is_english_in_pages():
    left = [entry.msgid for entry in english("django") if is_english(entry, translation)]
    assert not left, left


def test_nothing_that_a_user_can_meet_is_english_in_the_browser(client, cast):
    """Django serves its JavaScript catalogue from the admin: ours must be in it, and read first."""
    client.force_login(cast.quan)
    served = client.get(reverse("admin:jsi18n"), headers={"accept": "application/json"})
    assert served.status_code == 200
    body = served.content.decode()
    for entry in english("djangojs"):
        key = f"{entry.msgctxt}\\u0004{entry.msgid}" if entry.msgctxt else entry.msgid
        assert escaped(key) in body, key
    for entry in catalogue("djangojs"):
        for text in texts(entry):
            assert escaped(text) in body, text


def escaped(text):
    return json.dumps(text)[1:-1].replace("\\\\u0004", "\\u0004").replace("<", "\\u003C")


def is_english(entry, translator):
    if entry.msgid in SAME:
        return False
    return shown(entry, translator) in (entry.msgid, entry.msgid_plural)


def test_our_words_win_over_those_of_django():
    with translation.override("vi"):
        assert gettext("Log out") == "Đăng xuất"  # Django says “Thoát”
        assert (
            gettext("Password reset unsuccessful") == "Chưa đặt lại được mật khẩu"
        )  # Django says “thành công”
        assert ngettext("%(num)d year", "%(num)d years", 1) % {"num": 1} == "1 năm"
        assert ngettext("%(count)s %(name)s was changed successfully.", "", 2).startswith("Đã lưu")
