"""The form of a certificate: Decree 98/2023/NĐ-CP, Điều 104, in one place (docs/domain.md 1.7).

A4 across, white ground. Lengths in mm from the upper left corner, sizes and weights in pt. The emblem's place is left free:
the national emblem is printed on the stock, or by who is entitled to; this software draws none.
"""

from dataclasses import dataclass

from . import nd30

WIDTH, HEIGHT = nd30.PAGE_HEIGHT, nd30.PAGE_WIDTH
FRAME, FRAME_WEIGHT = 8, 4
RULE_GAP = 1
EMBLEM = 28
QR = 18
RED = "#c00000"

# Points to millimetres, and how wide letters are, in shares of their size, bold and generously taken.
_MM = 25.4 / 72
_LETTER, _CAPITAL, _SPACE = 0.54, 0.78, 0.28
_LINE = 1.2


@dataclass(frozen=True)
class Field:
    """Lines of one text, centred in their box, where they stand on the sheet."""

    name: str
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    size: float
    style: str = ""

    @property
    def height(self):
        return len(self.lines) * self.size * _LINE * _MM


# name: x, y, width, size, style. `printed` stands on pre-printed stock already.
_WIDE = (20, 257)
_FIXED = {
    "country": (*_WIDE, 42, 15, "bold printed"),
    "motto": (*_WIDE, 49, 15, "bold printed"),
    "authority": (*_WIDE, 62, 19, "bold red printed"),
    "give": (*_WIDE, 73, 16, "bold printed"),
    "award": (*_WIDE, 80, 40, "bold red printed"),
    "decision": (18, 95, 155, 13, "bold italic"),
    "place_date": (170, 110, 152, 14, "bold italic"),
    "titles": (170, 110, 158.5, 14, "bold"),
    "signer": (170, 110, 189, 15, "bold"),
}
_QR_AT = (56.5, 175)
# Who and what for share a zone and are centred in it, so that a collective without a post leaves no hole.
_ZONE_TOP, _ZONE_BOTTOM, _GAP = 97, 150, 2.5
_TEXTS = (
    ("recipient", (24, 22, 20, 18, 16, 14, 12), 2, "bold"),
    ("post", (16, 15, 14, 13, 12), 2, ""),
    ("achievement", (16, 15, 14, 13, 12), 3, ""),
)
FIELDS = (*_FIXED, *(name for name, *_ in _TEXTS), "qr")


def sheet(certificate):
    """Every field of a blocks.Certificate in its place, with its offset; the QR code is a field without lines."""
    fields = [*_fixed(certificate), *_flowing(certificate)]
    if certificate.address:
        fields.append(Field("qr", (), *_QR_AT, QR, 0))
    shown = [field for field in fields if not (certificate.text_only and "printed" in field.style)]
    moved = dict(certificate.offsets)
    return [_moved(field, *moved.get(field.name, (0, 0))) for field in shown]


# What each field is called by people.
TITLES = {
    "country": "Quốc hiệu",
    "motto": "Tiêu ngữ",
    "authority": "Thẩm quyền tặng",
    "give": "Chữ “TẶNG”",
    "award": "Hình thức khen",
    "recipient": "Người, tập thể được tặng",
    "post": "Chức vụ, đơn vị",
    "achievement": "Thành tích",
    "decision": "Số quyết định, sổ vàng",
    "qr": "Mã QR",
    "place_date": "Địa danh, ngày tháng",
    "titles": "Chức vụ người ký",
    "signer": "Họ tên người ký",
}
# Those that stand on pre-printed stock already.
PRINTED = tuple(name for name, place in _FIXED.items() if "printed" in place[4])


def rulers():
    """[(x1, y1, x2, y2, figure or "")] in mm: a tick every 5 mm along the upper and the left edge."""
    for mm in range(5, max(WIDTH, HEIGHT), 5):
        long = 5 if mm % 10 == 0 else 3
        figure = str(mm) if mm % 10 == 0 else ""
        if mm < WIDTH:
            yield mm, 0, mm, long, figure
        if mm < HEIGHT:
            yield 0, mm, long, mm, figure


def _moved(field, right, down):
    return Field(
        field.name, field.lines, field.x + right, field.y + down, field.width, field.size, field.style
    )


def _fixed(certificate):
    texts = {
        "country": (nd30.COUNTRY,),
        "motto": (nd30.MOTTO,),
        "give": ("TẶNG",),
        "award": (certificate.award.upper(),),
        "decision": (*certificate.decision, certificate.golden_book),
        "place_date": (certificate.place_date,),
        "titles": certificate.titles,
    }
    for name, (x, width, y, size, style) in _FIXED.items():
        if name in texts:
            yield Field(name, texts[name], x, y, width, size, style)
        else:
            text = certificate.authority.upper() if name == "authority" else certificate.signer
            sizes = tuple(range(size, 9, -1))
            size, lines = fitted(text, width, sizes, 1)
            yield Field(name, lines, x, y, width, size, style)


def _flowing(certificate):
    made = []
    for name, sizes, most, style in _TEXTS:
        if text := getattr(certificate, name):
            x, width = _WIDE
            size, lines = fitted(text, width, sizes, most)
            made.append(Field(name, lines, x, 0, width, size, style))
    height = sum(field.height for field in made) + _GAP * (len(made) - 1)
    y = _ZONE_TOP + max(0, (_ZONE_BOTTOM - _ZONE_TOP - height) / 2)
    for field in made:
        yield _moved(field, 0, y)
        y += field.height + _GAP


def fitted(text, width, sizes, most):
    """The largest size at which the text takes at most `most` lines, and the lines; else the smallest size."""
    for size in sizes:
        lines = nd30.balanced(text, int(width / (size * _MM * _letter(text))))
        if len(lines) <= most:
            break
    return size, lines


def _letter(text):
    """How wide a letter of this text is on the average."""
    wide = sum(_CAPITAL if letter.isupper() else _SPACE if letter.isspace() else _LETTER for letter in text)
    return wide / max(1, len(text))
