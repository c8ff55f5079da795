"""HTML → PDF with WeasyPrint, which may be missing (engine)."""

import hashlib
from functools import lru_cache

from awards.papers import engine
from awards.papers.engine import Unavailable, available
from awards.papers.typesetting import UNKNOWN

from . import html, tagging

__all__ = ["Unavailable", "available", "write"]
# No files, no network: whatever a paper shows is in its own text.
PROTOCOLS = ("data",)
# For archives (Decree 30, appendix I: PDF 1.4 or later; ISO 19005-2): tagged, fonts and colours inside, text as Unicode.
VARIANT = "pdf/a-2a"


@lru_cache(maxsize=1)
def _kept():
    """Fonts and style sheet, once per process: loading them takes longer than drawing a paper."""
    weasyprint, FontConfiguration, _ = engine.weasyprint()
    fonts = FontConfiguration()
    return fonts, weasyprint.CSS(string=html.stylesheet(), font_config=fonts)


def write(paper, *, draft=False):
    """PDF bytes of blocks. A paper reaches no file and no network. Raises Unavailable."""
    engine.weasyprint()
    source = html.page(paper, draft=draft, style=False)
    # Else a random one: sealed papers must be reproducible byte for byte.
    identifier = hashlib.sha256(source.encode()).digest()[:16]
    with engine.LOCK:
        made, unknown = _drawn(source, identifier)
        if unknown:  # Typesetting saw to it already; a font may yet lack a letter in one of its cuts.
            made, _ = _drawn(source.translate(dict.fromkeys(unknown, UNKNOWN)), identifier)
    return made


def _drawn(source, identifier):
    """(PDF, the code points that no font has)."""
    weasyprint, _, URLFetcher = engine.weasyprint()
    fonts, style = _kept()
    page = weasyprint.HTML(string=source, url_fetcher=URLFetcher(allowed_protocols=PROTOCOLS))
    unknown = set()

    def finish(document, pdf):
        unknown.update(code for code in engine.missing(document) if code > 0x7F)  # ASCII is our mark-up too
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
