"""What the Council's two lists share: a landscape page with one table."""

from awards.papers import nd30, official_wording, wording
from awards.papers.blocks import Paper, Paragraph, Signature, Signatures, text


def landscape_list(content, part, name, attached, table, totals, end):
    campaign, secretary = content["campaign"], official_wording.secretary(content["seats"])
    return Paper(
        part=part,
        title=f"{name.capitalize()} – {campaign['code']}",
        author=campaign["council"],
        reference=campaign["code"],
        landscape=True,
        blocks=(
            official_wording.council_header(content),
            nd30.title([name], wording.movement(content), wide=True),
            Paragraph(text(attached), "attached"),
            table,
            *(Paragraph(text(line)) for line in totals),
            Paragraph(text(nd30.closing(end))),
            Signatures(
                Signature(("NGƯỜI LẬP BIỂU",), secretary["name"] if secretary else "", "(Ký, ghi rõ họ tên)"),
                official_wording.council_signature(official_wording.chair(content["seats"])),
                below=nd30.recipients(
                    ["Các thành viên Hội đồng"], file_code=f"VT, {official_wording.COUNCIL_SYMBOL}"
                ),
            ),
        ),
    )
