"""WeasyPrint, which needs the system library Pango and may therefore be missing; and which letters it has no glyph for."""

import unicodedata
from contextlib import redirect_stdout
from functools import lru_cache
from io import StringIO
from threading import Lock

from . import nd30

# Two threads in one font configuration corrupt the process's memory.
LOCK = Lock()


class Unavailable(Exception):
    """PDF cannot be made on this machine; `sentence` says what to do about it."""

    sentence = (
        "Máy chủ chưa tạo được PDF vì thiếu thư viện Pango. Quản trị viên cài bằng lệnh “apt-get install "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-croscore fonts-dejavu-core” rồi khởi động lại ứng dụng. "
        "Trong lúc chờ, hãy dùng bản Word hoặc in từ trình duyệt."
    )

    def __str__(self):
        return self.sentence


def weasyprint():
    found = loaded()
    if found is None:
        raise Unavailable
    return found


@lru_cache(maxsize=1)
def loaded():
    """The package's parts, or None. Tried once: without Pango each try prints two paragraphs of English."""
    try:
        with redirect_stdout(StringIO()):
            import weasyprint
            from weasyprint.text.fonts import FontConfiguration
            from weasyprint.urls import URLFetcher
    except (ImportError, OSError):  # without Pango the import itself raises OSError
        return None
    return weasyprint, FontConfiguration, URLFetcher


def available():
    return loaded() is not None


# --- letters -----------------------------------------------------------------------------------------------

_has_glyph = {}


def lacking(letters):
    """Those of the letters that no font of this machine has, as WeasyPrint itself finds; none where it is missing.

    Asked once in a process for each letter: the first paper asks for most of them.
    """
    if not available():
        return set()
    unasked = {letter for letter in letters if letter not in _has_glyph}
    if unasked:
        with LOCK:
            missing = _missing(unasked)
        _has_glyph.update({letter: ord(letter) not in missing for letter in unasked})
    return {letter for letter in letters if not _has_glyph[letter]}


def warm():
    """Ask for the letters of nearly every paper before anybody waits: the first asking starts WeasyPrint, some seconds.

    Afterwards typesetting a page or a Word file seldom needs LOCK, which whoever draws a PDF may hold for long.
    """
    lacking(_usual())


_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_SIGNS = "\u00a0“”‘’–—…•·×≥≤±°§½²"


def _usual():
    small = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES} | {
        "đ"
    }
    return {letter for letter in small | {each.upper() for each in small} | {*_SIGNS} if not letter.isascii()}


def _missing(letters):
    package, FontConfiguration, _ = weasyprint()
    fonts, found = FontConfiguration(), set()

    def finish(document, pdf):
        found.update(missing(document))

    style = package.CSS(string=f"html {{ font: 14pt {nd30.FONTS} }}", font_config=fonts)
    page = package.HTML(string=f"<p>{' '.join(sorted(letters))}</p>")
    page.write_pdf(stylesheets=[style], font_config=fonts, finisher=finish)
    return found


def missing(document):
    """The code points of a drawn document that got no glyph."""
    return {code for font in document.fonts.values() for code in font.missing}
