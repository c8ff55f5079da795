"""WHAT STANDS WHERE on the page? Each block as paragraphs and tables of Word, in the geometry of nd30."""

from itertools import pairwise

from docx.shared import Pt

from awards.papers import nd30
from awards.papers.text_width import millimetres

from .wordml import cell, element, paragraph, row, rule, run, spacer, table


def draw(blocks, width):
    """Paragraphs and tables of blocks on a page whose text is `width` mm wide."""
    made = []
    for above, block in pairwise((None, *blocks)):
        drawn = _DRAW[block.kind](block, width)
        _join(made, drawn, _gap(above, block), keep=block.kind == "signatures")
        made += drawn
    return made


def _gap(above, block):
    """Room in pt that a table cannot leave by itself: the paragraph beside it does."""
    if block.kind == "signatures":
        return nd30.CLOSING_GAP
    if above is None:
        return 0
    return {"header": nd30.HEADER_GAP, "table": nd30.TABLE_BELOW, "signatures": nd30.CLOSING_GAP}.get(
        above.kind, 0
    )


def _join(made, drawn, gap, *, keep):
    """`keep`: what is drawn next must not stand alone on a page."""
    if not made:
        return
    last, first = made[-1], drawn[0]
    if _is_table(last) and _is_table(first):
        made.append(spacer(max(1, gap)))
    elif _is_table(last) and gap:
        first.get_or_add_pPr().spacing_before = Pt(gap)
    elif _is_table(first) and gap:
        last.get_or_add_pPr().spacing_after = Pt(gap)
    if keep:
        bind(made[-1])
        if len(made) > 1 and _is_table(made[-2]):
            bind(made[-2].tr_lst[-1])


def _is_table(drawn):
    return drawn.tag.endswith("}tbl")


def bind(drawn):
    """Keeps every paragraph in it with what follows."""
    for each in drawn.iter("{*}p"):
        each.get_or_add_pPr().keepNext_val = True


def _runs(text, **more):
    return [
        _blank(each)
        if each.blank
        else run(each.text, bold=each.bold or None, italic=each.italic or None, **more)
        for each in text
    ]


def _blank(each):
    """A field to be filled: marked until something is typed in it, then plain text like its neighbours."""
    return element(
        "sdt",
        # Of rich text: LibreOffice shows no mark in a control of plain text.
        element("sdtPr", element("temporary"), element("showingPlcHdr")),
        element("sdtContent", run(each.text, highlight=True)),
    )


def _longest(lines, size, *, bold=True):
    return max((millimetres(line, nd30.SIZES[size], bold=bold) for line in lines), default=0)


def _short_rule(lines, size, width, **more):
    """A third to a half of the text's width (Decree 30, appendix I)."""
    return rule(min(_longest(lines, size), width) * nd30.RULE_SHARE / 100, width, **more)


# --- boxes 1-5, 9a ---------------------------------------------------------------------------------------


def _header(block, width):
    left = nd30.AGENCY_WIDTH if width == nd30.TEXT_WIDTH else nd30.WIDE_AGENCY_WIDTH
    right = width - left
    agency = [paragraph("Parent", run("\n".join(block.parent)))] if block.parent else []
    agency += [paragraph("Issuer", run("\n".join(block.issuer))), _short_rule(block.issuer, "agency", left)]
    state = [
        paragraph("Country", run(nd30.COUNTRY)),
        paragraph("Motto", run(nd30.MOTTO)),
        rule(_longest([nd30.MOTTO], "motto"), right),
    ]
    rows = [row(cell(left, agency), cell(right, state))]
    if block.number or block.place_date:
        number = paragraph("Number", *_runs(block.number or ()))
        place_date = paragraph("PlaceDate", *_runs(block.place_date or ()))
        rows.append(row(cell(left, [number]), cell(right, [place_date])))
    return [table((left, right), rows)]


def _title(block, width):
    made = [paragraph("Title", run("\n".join(block.name)))]
    if block.about:
        made.append(paragraph("About", run("\n".join(block.about))))
    made.append(_short_rule(block.about or block.name, "title", width))
    made[-1].get_or_add_pPr().spacing_after = Pt(nd30.TITLE_GAP)
    return made + [paragraph("Note", run(line)) for line in block.note]


def _addressees(block, width):
    label = "Kính gửi:"
    if len(block.lines) == 1:
        return [paragraph("Addressee", run(f"{label} {block.lines[0]}"), align="center")]
    *others, last = (f"- {line}" for line in block.lines)
    lines = [*(f"{line};" for line in others), f"{last}."]
    size = nd30.SIZES["body"]
    hanging = millimetres(label, size) + nd30.ADDRESSEE_GAP
    aside = max(0, (width - hanging - max(millimetres(line, size) for line in lines)) / 2)
    text = [run(f"{label}\t{lines[0]}"), *(run(f"\n{line}") for line in lines[1:])]
    return [paragraph("Addressee", *text, tab=aside + hanging, left=aside + hanging, hanging=hanging)]


# --- box 6 -----------------------------------------------------------------------------------------------

_STYLES = {"body": "BodyText", "basis": "Basis", "note": "Note", "attached": "Attached", "ruling": "Ruling"}


def _paragraph(block, width):
    return [paragraph(_STYLES[block.style], *_runs(block.text, whole=block.style in ("body", "basis")))]


def _heading(block, width):
    return [paragraph(f"Heading{block.level}", run(block.text))]


def _table(block, width):
    widths = [column.width * width / 100 for column in block.columns]
    head = [
        cell(each, [paragraph("CellHead", run(column.title))], middle=True)
        for each, column in zip(widths, block.columns, strict=True)
    ]
    rows = [row(*head, head=True), *(_row(cells, widths, tall=tall) for tall, cells in block.cells)]
    if block.total_cells:
        rows.append(_row(block.total_cells, widths, bold=True))
    return [table(widths, rows, grid=True)]


_ALIGN = {"left": "", "centre": "center", "tick": "center", "right": "right", "section": ""}


def _row(cells, widths, *, bold=None, tall=False):
    if cells[0][0] == "section":
        head = paragraph("Cell", run(cells[0][1], bold=True), keep=True)
        return row(cell(sum(widths), [head], span=len(widths), middle=True))
    return row(
        *(
            cell(each, [_written(align, text, bold)], middle=not tall)
            for each, (align, text) in zip(widths, cells, strict=True)
        ),
        torn=tall,
    )


def _written(align, text, bold):
    size = nd30.SIZES["body"] if align == "tick" else None
    return paragraph("Cell", run(text, bold=bold, size=size), align=_ALIGN[align])


# --- boxes 7, 9b -----------------------------------------------------------------------------------------


def _recipients(block, **more):
    made = [paragraph("RecipientsHead", run("Nơi nhận:"), **more)]
    return made + [paragraph("Recipient", run(line)) for line in block.lines]


def _signatures(block, width):
    sides = [side for side in (block.left, block.middle, block.right) if side]
    wide = width / len(sides)
    rows = [
        row(*(_side(side, wide, _capacity, "restart") for side in sides)),
        row(*(_side(side, wide, _room, "continue") for side in sides), height=nd30.SIGNING_ROOM),
        row(*(_side(side, wide, _name, "continue") for side in sides)),
    ]
    for each in rows if block.below else rows[:-1]:
        bind(each)
    made = [table([wide] * len(sides), rows)]
    if block.below:
        below = _recipients(block.below, before=nd30.CLOSING_GAP)
        for each in below[:-1]:
            bind(each)
        made += below
    return made


def _side(side, width, draw_part, merge):
    """Recipients stand beside all three rows of the signature."""
    if side.kind == "recipients":
        return cell(width, _recipients(side) if merge == "restart" else [spacer()], merge=merge)
    return cell(width, draw_part(side))


def _capacity(side):
    hint = [paragraph("Hint", run(side.hint))] if side.hint else []
    return [paragraph("Capacity", run("\n".join(side.titles))), *hint]


def _room(side):
    return [spacer()]


def _name(side):
    return [paragraph("SignerName", run("\n".join(filter(None, (side.post, side.name)))))]


_DRAW = {
    "header": _header,
    "title": _title,
    "addressees": _addressees,
    "paragraph": _paragraph,
    "heading": _heading,
    "table": _table,
    "signatures": _signatures,
}


# --- annexes ---------------------------------------------------------------------------------------------


def annex(block, width):
    """Its title with the note under it, a rule, and what it contains."""
    lines = (block.name, *block.shown)
    made = [paragraph("AnnexName", run(block.name)), paragraph("AnnexTitle", run("\n".join(block.shown)))]
    longest = _longest(lines, "title")
    if block.note:
        made.append(paragraph("AnnexNote", run(block.note)))
        longest = max(longest, _longest([block.note], "title", bold=False))
    made.append(rule(min(longest, width) * nd30.RULE_SHARE / 100, width))
    made[-1].get_or_add_pPr().spacing_after = Pt(nd30.TITLE_GAP)
    return made + draw(block.blocks, width)
