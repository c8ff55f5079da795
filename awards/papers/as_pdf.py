"""HTML → PDF with WeasyPrint, which needs the system library Pango and may therefore be missing."""

import hashlib
from contextlib import redirect_stdout
from functools import lru_cache
from io import StringIO
from threading import Lock

from . import as_html, tagging

# Two threads in one font configuration corrupt the process's memory.
_LOCK = Lock()
# No files, no network: whatever a paper shows is in its own text.
PROTOCOLS = ("data",)
# For archives (Decree 30, appendix I: PDF 1.4 or later; ISO 19005-2): tagged, fonts and colours inside, text as Unicode.
VARIANT = "pdf/a-2a"
# In place of what no font of this machine has: a file to keep shows no glyph without a meaning (ISO 19005-2, 6.2.11.8).
UNKNOWN = "\u25a1"


class Unavailable(Exception):
    """PDF cannot be made on this machine; `sentence` says what to do about it."""

    sentence = (
        "Máy chủ chưa tạo được PDF vì thiếu thư viện Pango. Quản trị viên cài bằng lệnh “apt-get install "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-croscore” rồi khởi động lại ứng dụng. "
        "Trong lúc chờ, hãy dùng bản Word hoặc in từ trình duyệt."
    )

    def __str__(self):
        return self.sentence


def _weasyprint():
    loaded = _loaded()
    if loaded is None:
        raise Unavailable
    return loaded


@lru_cache(maxsize=1)
def _loaded():
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
    try:
        _weasyprint()
    except Unavailable:
        return False
    return True


@lru_cache(maxsize=1)
def _kept():
    """Fonts and style sheet, once per process: loading them takes longer than drawing a paper."""
    weasyprint, FontConfiguration, _ = _weasyprint()
    fonts = FontConfiguration()
    return fonts, weasyprint.CSS(string=as_html.stylesheet(), font_config=fonts)


def write(paper, *, draft=False):
    """PDF bytes of blocks. A paper reaches no file and no network. Raises Unavailable."""
    _weasyprint()
    source = as_html.page(paper, draft=draft, style=False)
    # Else a random one: sealed papers must be reproducible byte for byte.
    identifier = hashlib.sha256(source.encode()).digest()[:16]
    with _LOCK:
        made, unknown = _drawn(source, identifier)
        if unknown:
            made, _ = _drawn(source.translate(dict.fromkeys(unknown, UNKNOWN)), identifier)
    return made


def _drawn(source, identifier):
    """(PDF, the code points that no font has)."""
    weasyprint, _, URLFetcher = _weasyprint()
    fonts, style = _kept()
    page = weasyprint.HTML(string=source, url_fetcher=URLFetcher(allowed_protocols=PROTOCOLS))
    unknown = set()

    def finish(document, pdf):
        missing = {code for font in document.fonts.values() for code in font.missing}
        unknown.update(code for code in missing if code > 0x7F)  # ASCII is our mark-up too
        tagging.free_margins(pdf)

    made = page.write_pdf(
        stylesheets=[style],
        font_config=fonts,
        presentational_hints=True,  # column widths, which are attributes because of the browser's CSP
        pdf_variant=VARIANT,
        pdf_identifier=identifier,
        finisher=finish,
    )
    return made, unknown
