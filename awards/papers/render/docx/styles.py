"""WHAT IS READY before a word is written? An empty Word file with the styles of Decree 30, made once per process."""

import io
import zipfile
from dataclasses import dataclass
from functools import lru_cache

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from awards.papers import nd30

from .wordml import element, flag, sized, twips

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
# Word's single line of Times New Roman, in shares of the size.
_SINGLE = 1.15
# The oldest a zip file can tell; a clock would make the same paper another file each time.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def line_height(share):
    """240 is Word's single line."""
    return round(240 * share / _SINGLE)


@lru_cache(maxsize=2)
def empty_file(draft):
    """The bytes of an empty A4 page with numbered headers; a draft's are marked."""
    document = Document()
    _forget_the_template(document)
    _replace(document.settings.element, _SETTINGS)
    _styles(document.styles.element)
    properties = document.sections[0]
    properties.different_first_page_header_footer = True
    for header, *runs in (
        (properties.first_page_header,),
        (properties.header, element("fldSimple", element("r", _digit()), instr=" PAGE ")),
    ):
        header.is_linked_to_previous = False
        only = header.paragraphs[0]._p
        only.extend([*([_mark()] if draft else []), *runs])
    return packed(document)


def _digit():
    made = element("t")
    made.text = "2"
    return made


def packed(document):
    """The file, byte for byte the same for the same content."""
    loose, fixed = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as read, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            written.writestr(zipfile.ZipInfo(name, _NO_TIME), read.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _forget_the_template(document):
    """python-docx starts from a template with a picture, a theme with fonts of its own, and 160 styles."""
    kept = {"styles", "settings", "officeDocument", "core-properties"}
    for part in (document.part.package, document.part):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] not in kept:
                del part.rels[key]
    core = document.core_properties._element
    for child in list(core):
        core.remove(child)


def _replace(root, inside):
    for child in list(root):
        root.remove(child)
    root.extend(parse_xml(f"<w:settings {nsdecls('w')}>{inside}</w:settings>"))


# Mode 15 is Word 2013 and later: a table's lines, not its text, stand at the margin.
_COMPATIBLE = "".join(
    f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
    for name, value in (
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
        ("differentiateMultirowTableHeaders", 1),
        ("useWord2013TrackBottomHyphenation", 0),
    )
)
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    f'<w:compat>{_COMPATIBLE}</w:compat><w:themeFontLang w:val="{LANGUAGE}"/><w:decimalSymbol w:val=","/>'
    '<w:listSeparator w:val=";"/>'
)

# --- styles ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Style:
    """`name` is what Word's list of styles shows; `size` a key of nd30.SIZES; `before`, `after` in pt; `indent` in mm."""

    code: str
    name: str
    size: str = "body"
    bold: bool = False
    italic: bool = False
    align: str = "center"
    after: float = 0
    before: float = 0
    indent: float = 0
    line: float = nd30.LINE_HEIGHT
    keep: bool = False
    outline: int | None = None


_TIGHT = {"line": nd30.TIGHT_LINE}
_TEXT = {"align": "both", "indent": nd30.INDENT, "after": nd30.PARAGRAPH_GAP}
_ABOVE_TEXT = {"bold": True, "keep": True, "after": nd30.PARAGRAPH_GAP}
# Names that Word knows are shown in the language of the office's own Word.
STYLES = (
    Style("Header", "header", "page_number", **_TIGHT),
    Style("Parent", "Cơ quan chủ quản", "agency", **_TIGHT),
    Style("Issuer", "Cơ quan ban hành", "agency", bold=True, **_TIGHT),
    Style("Country", "Quốc hiệu", "country", bold=True, **_TIGHT),
    Style("Motto", "Tiêu ngữ", "motto", bold=True, **_TIGHT),
    Style("Number", "Số, ký hiệu", "number", before=nd30.NUMBER_GAP, **_TIGHT),
    Style("PlaceDate", "Địa danh, ngày tháng", "date", italic=True, before=nd30.NUMBER_GAP, **_TIGHT),
    Style("Title", "Title", "title", bold=True, keep=True),
    Style("About", "Trích yếu", "title", bold=True, keep=True),
    Style("Note", "Chú dẫn dưới trích yếu", "title", bold=True, after=nd30.TITLE_GAP),
    Style("AnnexName", "Số phụ lục", "title", bold=True, keep=True, after=nd30.ANNEX_GAP),
    Style("AnnexTitle", "Tên phụ lục", "title", bold=True, keep=True, outline=0),
    Style("AnnexNote", "Chú dẫn của phụ lục", "title", italic=True, keep=True, before=nd30.ANNEX_GAP),
    Style("Addressee", "Kính gửi", align="left", after=nd30.TITLE_GAP),
    Style("BodyText", "Body Text", **_TEXT),
    Style("Basis", "Căn cứ", italic=True, **_TEXT),
    Style("Ruling", "Lệnh ban hành", **_ABOVE_TEXT),
    Style("Attached", "Kèm theo", italic=True, after=nd30.PARAGRAPH_GAP),
    Style("Heading1", "heading 1", align="left", indent=nd30.INDENT, outline=0, **_ABOVE_TEXT),
    Style("Heading2", "heading 2", align="left", indent=nd30.INDENT, outline=1, **_ABOVE_TEXT),
    Style("Cell", "Ô của bảng", "table", align="left", **_TIGHT),
    Style("CellHead", "Hàng đầu của bảng", "table", bold=True, **_TIGHT),
    Style("Capacity", "Chức vụ người ký", "signature", bold=True),
    Style("Hint", "Chỉ dẫn ký", "hint", italic=True),
    Style("SignerName", "Họ tên người ký", "signature", bold=True),
    Style("RecipientsHead", "Nơi nhận", "recipients_head", bold=True, italic=True, align="left", **_TIGHT),
    Style("Recipient", "Nơi nhận: từng dòng", "recipients", align="left", **_TIGHT),
)


def _styles(root):
    for child in root.findall(qn("w:style")) + root.findall(qn("w:docDefaults")):
        root.remove(child)
    fonts = element("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    language = element("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA")
    root.insert(
        0,
        element(
            "docDefaults",
            element("rPrDefault", element("rPr", fonts, *sized(nd30.SIZES["body"]), language)),
            element("pPrDefault", element("pPr", _spacing(0, 0, nd30.LINE_HEIGHT))),
        ),
    )
    root.extend(_built_in())
    root.extend(_style(style) for style in STYLES)
    root.append(_rule())


def _built_in():
    """What Word presupposes, with nothing of its own in it."""
    for kind, code, name in (
        ("paragraph", "Normal", "Normal"),
        ("character", "DefaultParagraphFont", "Default Paragraph Font"),
        ("table", "TableNormal", "Normal Table"),
        ("numbering", "NoList", "No List"),
    ):
        made = element("style", element("name", val=name), type=kind, default=1, styleId=code)
        if kind == "paragraph":
            made.append(element("qFormat"))
        yield made


def _style(style):
    return element(
        "style",
        element("name", val=style.name),
        element("basedOn", val="Normal"),
        element("qFormat"),
        element(
            "pPr",
            flag("keepNext", style.keep),
            element("widowControl"),
            _spacing(style.before, style.after, style.line),
            element("ind", firstLine=twips(style.indent)) if style.indent else None,
            element("jc", val=style.align),
            element("outlineLvl", val=style.outline) if style.outline is not None else None,
        ),
        element("rPr", flag("b", style.bold), flag("i", style.italic), *sized(nd30.SIZES[style.size])),
        type="paragraph",
        styleId=style.code,
    )


def _spacing(before, after, share):
    return element(
        "spacing", before=twips(pt=before), after=twips(pt=after), line=line_height(share), lineRule="auto"
    )


def _rule():
    """A paragraph as low as Word allows; a rule is its border."""
    return element(
        "style",
        element("name", val="Đường kẻ"),
        element("basedOn", val="Normal"),
        element("pPr", element("spacing", line=20, lineRule="exact")),
        element("rPr", *sized(1)),
        type="paragraph",
        styleId="Rule",
    )


# --- the mark of a draft ---------------------------------------------------------------------------------

# As Word's own Design › Watermark draws it, so that Word can also take it off again.
_MARK = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:rPr><w:noProof/></w:rPr>
<w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>
<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>
<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s1025" type="#_x0000_t136" alt="BẢN NHÁP" style="position:absolute;
margin-left:0;margin-top:0;width:415pt;height:60pt;rotation:325;z-index:-251658752;mso-position-horizontal:center;
mso-position-horizontal-relative:page;mso-position-vertical:center;mso-position-vertical-relative:page"
 o:allowincell="f" fillcolor="#d9d9d9" stroked="f"><v:textpath
 style="font-family:&quot;Times New Roman&quot;;font-size:1pt;font-weight:bold" string="BẢN NHÁP"/></v:shape></w:pict></w:r>"""


def _mark():
    return parse_xml(_MARK)
