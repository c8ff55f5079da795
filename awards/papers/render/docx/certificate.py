"""WHERE STANDS EACH TEXT of a certificate in Word? In a text box of its own, as nd98 lays them out."""

import io
from itertools import count

import segno
from docx.oxml import parse_xml

from awards.papers import nd98
from awards.papers.text_width import millimetres

from .wordml import element, paragraph, rule, run

_EMU_PER_MM = 36000
# Word pushes text out of a box that fits it to the point.
_SLACK = 0.4
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_ANCHOR = (
    '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}" behindDoc="0" '
    'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
    '<wp:extent cx="{cx}" cy="{cy}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
    '<wp:docPr id="{number}" name="{name} {number}"/><wp:cNvGraphicFramePr/>{graphic}</wp:anchor>'
)
_PLACE = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
_BOX = (
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>{_PLACE}<a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
    "<wps:txbx><w:txbxContent/></wps:txbx>"
    '<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></wps:bodyPr>'
    "</wps:wsp></a:graphicData></a:graphic>"
)
_PICTURE = (
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{name} {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{image}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    f"<pic:spPr>{_PLACE}</pic:spPr></pic:pic></a:graphicData></a:graphic>"
)


def draw(certificates, part):
    """A paragraph per certificate, to which its texts and its QR code are anchored. `part` keeps the pictures."""
    numbers = count(1)
    for certificate in certificates:
        texts = (_drawn(field, certificate, next(numbers), part) for field in nd98.sheet(certificate))
        yield paragraph("Rule", *(element("r", each) for each in texts))


def _drawn(field, certificate, number, part):
    if field.name == "qr":
        return _code(field, certificate.address, number, part)
    height = field.height + field.size * _SLACK * 25.4 / 72
    made = parse_xml(
        f'<mc:AlternateContent {_SPACES}><mc:Choice Requires="wps"><w:drawing>'
        f"{_anchored(_BOX, field, number, height)}</w:drawing></mc:Choice></mc:AlternateContent>"
    )
    made.find(".//{*}txbxContent").extend(_written(field))
    return made


def _anchored(graphic, field, number, height, **more):
    given = {
        "number": number,
        "name": field.name,
        "x": round(field.x * _EMU_PER_MM),
        "y": round(field.y * _EMU_PER_MM),
        "cx": round(field.width * _EMU_PER_MM),
        "cy": round(height * _EMU_PER_MM),
        **more,
    }
    return _ANCHOR.format(graphic=graphic.format(**given), **given)


def _written(field):
    style = field.style.split()
    text = run(
        "\n".join(field.lines),
        bold="bold" in style or None,
        italic="italic" in style or None,
        size=field.size,
        colour=nd98.RED.strip("#") if "red" in style else None,
    )
    made = [paragraph("Normal", text, align="center")]
    if field.name == "motto":
        length = max(millimetres(line, field.size, bold=True) for line in field.lines)
        made.append(rule(length, field.width, above=nd98.RULE_GAP, keep=False))
    return made


def _code(field, address, number, part):
    picture = io.BytesIO()
    segno.make_qr(address, error="m").save(picture, kind="png", scale=8, border=4)
    picture.seek(0)
    image, _ = part.get_or_add_image(picture)
    made = parse_xml(
        f"<w:drawing {_SPACES}>{_anchored(_PICTURE, field, number, field.width, image=image)}</w:drawing>"
    )
    made.find(".//{*}docPr").set("descr", f"Mã QR: {address}")
    return made
