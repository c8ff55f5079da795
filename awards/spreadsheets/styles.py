"""How a cell looks: font, alignment, number format, frame, each combination a named style of the workbook."""

from dataclasses import dataclass

from openpyxl.styles import DEFAULT_FONT, Alignment, Border, Font, NamedStyle, Side

FONT = "Times New Roman"
SIZE = 12  # points

# The font of the style Normal in every new workbook, in whose digits Excel counts the width of columns. It has no
# setting per workbook; no module but these writes any. Without `scheme = None` Excel would take the theme's font.
DEFAULT_FONT.name, DEFAULT_FONT.size, DEFAULT_FONT.family = FONT, SIZE, 1  # 1: with serifs
DEFAULT_FONT.color = DEFAULT_FONT.scheme = None


@dataclass(frozen=True)
class Format:
    """Where a value stands in its cell and how it is written, in Excel's words."""

    horizontal: str = "left"
    number_format: str = "General"


TEXT = Format(number_format="@")
CENTRED = Format("center", "@")
CODE = CENTRED
ORDINAL = Format("center", "0")
SCORE = Format("right", "0.00")
PERCENT = Format("right", "0.0")
# The separator of thousands is the reader's own setting: 1.800.000 on a Vietnamese computer.
MONEY = Format("right", "#,##0")
DATE = Format("center", "dd/mm/yyyy")

_THIN = Side(style="thin", color="FF000000")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_ALIGNED = {"left": "trái", "center": "giữa", "right": "phải"}


@dataclass(frozen=True)
class Style:
    """`size` in points; `underline` is None or one of openpyxl's kinds."""

    format: Format = TEXT
    size: int = SIZE
    bold: bool = False
    italic: bool = False
    underline: str | None = None
    frame: bool = True

    @property
    def name(self):
        """As Excel's gallery of styles shows it: "Khung, giữa, cỡ 12, đậm, @"."""
        told = (
            "Khung" if self.frame else "Không khung",
            _ALIGNED[self.format.horizontal],
            f"cỡ {self.size}",
            self.bold and "đậm",
            self.italic and "nghiêng",
            self.underline and "gạch chân",
            self.format.number_format,
        )
        return ", ".join(filter(None, told))


def registered(workbook, style):
    """The style's name in the workbook, which has the style from now on."""
    if style.name not in workbook.named_styles:
        workbook.add_named_style(
            NamedStyle(
                style.name,
                font=Font(
                    name=FONT,
                    size=style.size,
                    bold=style.bold,
                    italic=style.italic,
                    underline=style.underline,
                ),
                alignment=Alignment(horizontal=style.format.horizontal, vertical="center", wrap_text=True),
                border=_FRAME if style.frame else Border(),
                number_format=style.format.number_format,
            )
        )
    return style.name
