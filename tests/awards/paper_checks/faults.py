"""Our own papers with one thing deliberately wrong, to see that the check finds it and nothing else."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO

import pypdf

from awards import papers
from awards.papers import engine, render
from tests.awards.papers import extremes, samples


@dataclass(frozen=True)
class Fault:
    """`css` is added, `swaps` change the page's text, `break_file` changes the PDF; `also` breaks with it, and why is said."""

    name: str
    code: str
    part: str = "letter"
    css: str = ""
    swaps: dict = field(default_factory=dict)
    content: object = samples.individual
    break_file: object = None
    also: frozenset = frozenset()

    def __str__(self):
        return f"{self.code}: {self.name}"


@lru_cache(maxsize=1)
def _kept():
    """What takes longer to load than a paper to draw."""
    weasyprint, FontConfiguration, _ = engine.weasyprint()
    fonts = FontConfiguration()
    return weasyprint, fonts, weasyprint.CSS(string=render.html.stylesheet(), font_config=fonts)


def drawn(fault):
    """The PDF of a faulty paper."""
    source = render.html.page(papers.compose(fault.part, fault.content()), style=False)
    for good, bad in fault.swaps.items():
        assert good in source, f"{fault}: the page does not say {good!r}"
        source = source.replace(good, bad)
    weasyprint, fonts, style = _kept()
    extra = weasyprint.CSS(string=fault.css, font_config=fonts)
    pdf = weasyprint.HTML(string=source).write_pdf(
        stylesheets=[style, extra], font_config=fonts, presentational_hints=True
    )
    return fault.break_file(pdf) if fault.break_file else pdf


# --- faults that only a file can have --------------------------------------------------------------------


def _fonts_changed(pdf, change):
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    for page in writer.pages:
        for font in page["/Resources"]["/Font"].values():
            change(font.get_object())
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def without_font_files(pdf):
    def strip(font):
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for key in ("/FontFile2", "/FontFile3"):
            descriptor.pop(key, None)

    return _fonts_changed(pdf, strip)


def without_unicode(pdf):
    return _fonts_changed(pdf, lambda font: font.pop("/ToUnicode", None))


def decomposed_in_file(pdf):
    """Its maps give a letter and a mark for õ: what is copied out of the file is not what was typed."""

    def split(font):
        stream = font["/ToUnicode"].get_object()
        stream.set_data(re.sub(rb"<00f5>", b"<006f0303>", stream.get_data(), flags=re.IGNORECASE))

    return _fonts_changed(pdf, split)


def private_in_file(pdf):
    def hide(font):
        stream = font["/ToUnicode"].get_object()
        stream.set_data(re.sub(rb"<00f5>", b"<e000>", stream.get_data(), flags=re.IGNORECASE))

    return _fonts_changed(pdf, hide)


def locked(pdf):
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


# --- the list --------------------------------------------------------------------------------------------

_LONG = {"content": lambda: extremes.of_length(8)}
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_NUMBER = "/TTr-BCVT"
_DATE = "Bắc Kạn, ngày 03 tháng 01 năm 2024"
_WORD = "Qua theo dõi"
_FIELD = '<span class="rule"></span>'


def _wrapped(word, style):
    return {word: f'<span style="{style}">{word}</span>'}


EVERY = [
    Fault("Letter paper", "a4", css="@page { size: 216mm 279mm }"),
    Fault("lies across", "a4", css="@page { size: 297mm 210mm }"),
    Fault("a few points too high", "a4", css="@page { size: 210mm 298mm }"),
    #
    Fault("left 10 mm", "margins", css="@page { margin-left: 10mm }"),
    Fault("left 28 mm", "margins", css="@page { margin-left: 28mm }"),
    Fault("left 37 mm", "margins", css="@page { margin-left: 37mm; margin-right: 16mm }"),
    Fault("right 10 mm", "margins", css="@page { margin-right: 10mm }"),
    Fault("right 25 mm", "margins", css="@page { margin-right: 25mm; margin-left: 30mm } .header { width: 160mm }"),
    Fault("top 18 mm", "margins", css="@page { margin-top: 18mm }"),
    Fault("top 30 mm", "margins", css="@page { margin-top: 30mm }"),
    Fault("bottom 10 mm", "margins", css="@page { margin-bottom: 10mm }", **_LONG),
    Fault("a word hangs over", "margins", swaps=_wrapped(_WORD, "position: relative; left: -25mm")),
    #
    Fault("on page 1", "page-number", css="@page :first { @top-center { content: counter(page) } }"),
    Fault("none", "page-number", css="@page { @top-center { content: none } }"),
    Fault("counts from 0", "page-number", css="@page :first { counter-reset: page 0 }"),
    Fault("in words", "page-number", css="@page :nth(2) { @top-center { content: 'Trang ' counter(page) } }",
          also=frozenset({"margins"})),
    Fault("to the right", "page-number", css="@page { @top-center { text-align: right; width: 100% } }"),
    Fault("at the foot", "page-number",
          css="@page :nth(2) { @top-center { content: none } @bottom-center { content: counter(page); font: 13pt Tinos } }"),
    Fault("italic", "page-number", css="@page { @top-center { font: italic 13pt Tinos } }"),
    Fault("11 pt", "page-number", css="@page { @top-center { font: 11pt Tinos } }"),
    Fault("a table's page counts on", "page-number", "report",
          css="@page :nth(1 of annex-1) { @top-center { content: '3'; font: 13pt Tinos } }"),
    #
    Fault("Arial's twin", "font", css="html { font-family: Arimo }"),
    Fault("one word in another", "font", swaps=_wrapped(_WORD, "font-family: 'DejaVu Serif'")),
    Fault("a page number in another", "font", css="@page { @top-center { font: 13pt Arimo } }"),
    Fault("not in the file", "embedded", break_file=without_font_files),
    # Without a map nothing can be read, so every box that is found by its words is missed.
    Fault("no map to letters", "unicode", break_file=without_unicode, also=None),
    Fault("a private letter", "unicode", break_file=private_in_file),
    Fault("decomposed", "nfc", break_file=decomposed_in_file),
    #
    Fault("a line of 10 pt", "sizes", swaps=_wrapped(_WORD, "font-size: 10pt"), also=frozenset({"body"})),
    Fault("a title of 16 pt", "sizes", css=".title { font-size: 16pt }", also=frozenset({"title"})),
    Fault("a body of 13,5 pt", "sizes", css=".body { font-size: 13.5pt }"),
    Fault("a body of 12 pt", "body", css=".body { font-size: 12pt }"),
    Fault("a table of 10 pt", "sizes", "minutes", css=".grid { font-size: 10pt }", also=frozenset({"body"})),
    #
    Fault("grey", "colour", css=".body { color: #333 }"),
    Fault("a blue word", "colour", swaps=_wrapped(_WORD, "color: #00f")),
    Fault("a red title", "colour", css=".title { color: #c00 }"),
    Fault("white text", "colour", swaps=_wrapped(_WORD, "color: #fff")),
    #
    Fault("not bold", "country", css=".country { font-weight: normal }"),
    Fault("in italics", "country", css=".country { font-style: italic }"),
    Fault("14 pt", "country", css=".country { font-size: 14pt; margin-left: -25mm }", also=None),
    Fault("small letters", "country",
          swaps={"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": "Cộng hòa xã hội chủ nghĩa Việt Nam"}),
    Fault("on two lines", "country",
          swaps={"CHỦ NGHĨA VIỆT NAM": "<br>CHỦ NGHĨA VIỆT NAM"}),
    Fault("missing", "country", swaps={"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": "&nbsp;"}),
    #
    Fault("not bold", "motto", css=".motto { font-weight: normal }"),
    Fault("12 pt", "motto", css=".motto { font-size: 12pt }"),
    Fault("long dashes", "motto", swaps={_MOTTO: "Độc lập – Tự do – Hạnh phúc"}),
    Fault("no spaces", "motto", swaps={_MOTTO: "Độc lập-Tự do-Hạnh phúc"}),
    Fault("to the left", "motto", css=".state { text-align: left }"),
    Fault("missing", "motto", swaps={_MOTTO: "&nbsp;"}, also=frozenset({"motto-rule"})),
    #
    Fault("missing", "motto-rule", css=".motto .rule { display: none }"),
    Fault("too long", "motto-rule", css=".motto .rule { width: 110% }"),
    Fault("too short", "motto-rule", css=".motto .rule { width: 50% }"),
    Fault("moved aside", "motto-rule", css=".motto .rule { position: relative; left: 5mm }"),
    Fault("3 pt longer", "motto-rule", css=".motto .rule { margin: 3pt -1.5pt 0; width: auto }"),
    #
    Fault("bold", "parent", css=".parent { font-weight: bold }"),
    Fault("14 pt", "parent", css=".parent { font-size: 14pt }"),
    Fault("small letters", "parent", swaps={"SỞ THÔNG TIN": "Sở Thông tin"}),
    Fault("not bold", "issuer", css=".issuer { font-weight: normal }"),
    Fault("small letters", "issuer", swaps={"PHÒNG BƯU CHÍNH -": "Phòng Bưu chính -"}),
    Fault("11 pt", "issuer", css=".issuer { font-size: 11pt }"),
    #
    Fault("missing", "agency-rule", css=".issuer .rule { display: none }"),
    Fault("as long as the name", "agency-rule", css=".issuer .rule { width: 100% }"),
    Fault("a quarter", "agency-rule", css=".issuer .rule { width: 25% }"),
    Fault("moved aside", "agency-rule", css=".issuer .rule { position: relative; left: 4mm }"),
    #
    Fault("not bold", "title", css=".title .ruled { font-weight: normal }"),
    Fault("12 pt", "title", css=".title { font-size: 12pt }"),
    Fault("italic", "title", css=".title .ruled { font-style: italic }"),
    Fault("aside", "title", css=".title { padding-left: 20mm }"),
    Fault("missing", "title", swaps={"TỜ TRÌNH": "&nbsp;"}, also=None),
    Fault("missing", "title-rule", css=".title .rule { display: none }"),
    Fault("as long as the text", "title-rule", css=".title .rule { width: 100% }"),
    Fault("a fifth", "title-rule", css=".title .rule { width: 20% }"),
    Fault("moved aside", "title-rule", css=".title .rule { position: relative; left: 8mm }"),
    #
    Fault("one digit", "number", swaps={"05/TTr": "5/TTr"}),
    Fault("spaces", "number", swaps={_NUMBER: " /TTr - BCVT"}),
    Fault("no symbol", "number", swaps={_NUMBER: ""}),
    Fault("another dash", "number", swaps={_NUMBER: "/TTr–BCVT"}),
    Fault("italic", "number", css=".number { font-style: italic }"),
    Fault("14 pt", "number", css=".number { font-size: 14pt }"),
    Fault("missing", "number", swaps={"Số: 05/TTr-BCVT": "&nbsp;"}),
    #
    Fault("ngày 5 tháng 1", "date", swaps={_DATE: "Bắc Kạn, ngày 5 tháng 1 năm 2024"}),
    Fault("tháng 1", "date", swaps={_DATE: "Bắc Kạn, ngày 05 tháng 1 năm 2024"}),
    Fault("tháng 03", "date", swaps={_DATE: "Bắc Kạn, ngày 05 tháng 03 năm 2024"}),
    Fault("no comma", "date", swaps={_DATE: "Bắc Kạn ngày 05 tháng 01 năm 2024"}),
    Fault("no such day", "date", swaps={_DATE: "Bắc Kạn, ngày 30 tháng 02 năm 2024"}),
    Fault("in figures", "date", swaps={_DATE: "Bắc Kạn, 05/01/2024"}),
    Fault("two digits of the year", "date", swaps={_DATE: "Bắc Kạn, ngày 05 tháng 01 năm 24"}),
    Fault("upright", "date", css=".date { font-style: normal }"),
    Fault("12 pt", "date", css=".date { font-size: 12pt }"),
    Fault("to the right", "date", css=".date { text-align: right }"),
    Fault("in minutes", "minutes-date", "minutes",
          swaps={'<td class="date">': f'<td class="date">{_DATE}'}),
    #
    Fault("upright", "basis", css=".basis { font-style: normal }"),
    Fault("one upright", "basis", swaps={'"basis">Căn cứ Báo cáo': '"basis" style="font-style: normal">Căn cứ Báo cáo'}),
    Fault("one ends with a full stop", "basis", swaps={"như Kế hoạch quy định;": "như Kế hoạch quy định."}),
    Fault("the last ends with a semicolon", "basis", swaps={"họp xét khen thưởng.": "họp xét khen thưởng;"}),
    Fault("12 pt", "basis", css=".basis { font-size: 12pt }", also=frozenset({"body"})),
    Fault("none", "basis", swaps={"Căn cứ": "Theo"}),
    #
    Fault("a full stop", "ending", swaps={"./.": "."}),
    Fault("a full stop in minutes", "ending", "minutes", swaps={"./.": "."}),
    Fault("a full stop in a report", "ending", "report", swaps={"./.": "."}),
    #
    Fault("upright", "recipients", css=".recipients p { font-style: normal }"),
    Fault("not bold", "recipients", css=".recipients p { font-weight: normal }"),
    Fault("head of 14 pt", "recipients", css=".recipients p { font-size: 14pt }"),
    Fault("entries of 12 pt", "recipients", css=".recipients li { font-size: 12pt }"),
    Fault("entries in italics", "recipients", css=".recipients li { font-style: italic }"),
    Fault("no dashes", "recipients", swaps={"<li>- Văn phòng": "<li>+ Văn phòng"}),
    Fault("a comma", "recipients", swaps={"<li>- Như trên;": "<li>- Như trên,"}),
    Fault("ends with a semicolon", "recipients", swaps={"BCVT.</li>": "BCVT;</li>"}),
    Fault("missing", "recipients", css=".recipients { visibility: hidden }", also=frozenset({"last-recipient"})),
    Fault("ends with another", "last-recipient", swaps={"- Lưu: VT, BCVT.": "- Sở Nội vụ."}),
    Fault("files it elsewhere", "last-recipient", swaps={"- Lưu: VT, BCVT.": "- Lưu: BCVT."}),
    #
    Fault("the secretary to the right", "minutes-signers", "minutes",
          swaps={"THƯ KÝ": "@", "CHỦ TỌA": "THƯ KÝ", ">@": ">CHỦ TỌA"}),
    Fault("one signer", "minutes-signers", "minutes", swaps={"THƯ KÝ": "&nbsp;"}),
    Fault("not in one row", "minutes-signers", "minutes",
          swaps={'"line">THƯ KÝ': '"line" style="margin-top: 10mm">THƯ KÝ'}),
    #
    Fault("not bold", "signature", css=".capacity, .name { font-weight: normal }"),
    Fault("a name in italics", "signature", css=".name { font-style: italic }"),
    Fault("a name in capitals", "signature", css=".name { text-transform: uppercase }"),
    Fault("12 pt", "signature", css=".post, .name { font-size: 12pt }"),
    Fault("no capacity", "signature", swaps={"TRƯỞNG PHÒNG": "&nbsp;"}),
    Fault("12 mm", "signing-room", css=".room { height: 12mm }"),
    Fault("alone on a page", "signature-page", css=".closing { break-before: page }"),
    Fault("alone on a page of the minutes", "signature-page", "minutes", css=".closing { break-before: page }"),
    Fault("torn", "signature-page",
          css=".closing, .signatures tr { break-inside: auto } .signatures tr + tr { break-before: page }", also=None),
    Fault("the head stays behind", "table-head", "report", css=".grid thead { display: table-row-group }",
          content=extremes.rows),
]  # fmt: skip
