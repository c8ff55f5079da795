"""Tờ trình đề nghị khen thưởng (plan III.2.2b; docs/domain.md 2.4, A16)."""

from awards.papers import nd30, wording
from awards.papers.blocks import Addressees, Heading, Paper, Paragraph, Run, Signatures, text
from campaigns.vietnamese import names


def compose(content):
    letter = content["letter"]
    about = f"Về việc đề nghị tặng {wording.award(content)} cho {wording.counted(content)} trong {wording.movement(content)}"
    return Paper(
        part="letter",
        title=f"Tờ trình {about[0].lower()}{about[1:]}",
        author=wording.unit(content),
        reference=content["reference"],
        blocks=(
            wording.header(content, symbol="TTr", number=letter["number"], issued_on=letter["issued_on"]),
            nd30.title(["TỜ TRÌNH"], about),
            Addressees(tuple(wording.items(letter["addressee"])) or (wording.DOTS,)),
            *(Paragraph(text(line), "basis") for line in nd30.basis(_grounds(content))),
            Paragraph(text(f"{wording.unit(content)} kính trình xem xét việc khen thưởng, cụ thể như sau:")),
            Heading("1. Quá trình và kết quả họp xét"),
            *wording.paragraphs(letter["reasons"]),
            *map(Paragraph, map(text, _meeting(content))),
            Heading("2. Nội dung đề nghị"),
            *_proposal(content),
            Heading("3. Tóm tắt thành tích"),
            *wording.paragraphs(letter["achievements"]),
            Paragraph(text(Run(_enclosed(content), italic=True))),
            Paragraph(text(nd30.closing(_request(content)))),
            _signatures(content),
        ),
    )


def _grounds(content):
    minutes = content["minutes"]
    own = f"số {nd30.figure(minutes['number'])}/BB-{wording.unit_code(content)} " if minutes["number"] else ""
    form = content["campaign"]["report_form"]
    return [
        # What was sent before letters cited the law stays as it was sent.
        *(f"Căn cứ {wording.without_end(line)}" for line in content.get("law", [])),
        f"Căn cứ {wording.plan(content)} thực hiện {wording.movement(content)}",
        *([f"Căn cứ Báo cáo thành tích lập theo {_inside(form)} như Kế hoạch quy định"] if form else []),
        f"Căn cứ Biên bản {own}{wording.day(minutes['started_at'] and minutes['started_at'][:10])}"
        f" của {wording.unit(content)} họp xét khen thưởng",
    ]


def _inside(form):
    """A form's name in the middle of a sentence: "Theo Mẫu số 07 …" → "Mẫu số 07 …"."""
    form = wording.without_end(form)
    return form[5:] if form.casefold().startswith("theo ") else form


def _meeting(content):
    minutes, vote = content["minutes"], wording.vote_of_nominee(content)
    held = wording.day(minutes["started_at"] and minutes["started_at"][:10])
    sentences = [
        f"{held[0].upper()}{held[1:]}, {wording.unit(content)} tổ chức họp xét khen thưởng: "
        f"{wording.count(minutes['present'])}/{wording.count(minutes['total_staff'])} người được triệu tập có mặt, "
        f"{wording.count(minutes['absent'])} người vắng mặt."
    ]
    if vote:
        cast = vote["yes"] + vote["no"] + vote["blank"]
        sentences.append(
            f"Kết quả biểu quyết đối với {wording.nominee_inside(content)}: đồng ý {nd30.of_total(vote['yes'], cast)} "
            f"(đạt {wording.share(vote['yes'], cast) or wording.DOTS}%), không đồng ý {wording.count(vote['no'])}, "
            f"không có ý kiến {wording.count(vote['blank'])}."
        )
    return sentences


def _proposal(content):
    giver = content["nominee"]["award_authority"]
    yield Paragraph(
        text(
            f"{wording.unit(content)} đề nghị {giver} tặng {wording.award(content)} cho {wording.counted(content)} "
            f"đã có thành tích xuất sắc tiêu biểu trong Đợt thi đua:"
        )
    )
    label = "Cá nhân" if wording.is_individual(content) else "Tập thể"
    yield wording.labelled(f"- {label}", f"{wording.nominee(content)};")
    if wording.is_individual(content):
        yield wording.labelled("- Chức vụ, đơn vị công tác", f"{wording.post(content)};")
    yield wording.labelled("- Hình thức khen thưởng", f"{wording.award_in_full(content)}.")


def _enclosed(content):
    files = len(content["evidence"])
    evidence = f"; {wording.count(files)} tài liệu kiểm chứng" if files else ""
    return f"(Có hồ sơ kèm theo gồm: Biên bản cuộc họp xét khen thưởng; Báo cáo thành tích{evidence})"


def _request(content):
    addressees = " và ".join(wording.items(content["letter"]["addressee"])) or wording.DOTS
    return f"{wording.unit(content)} kính trình {addressees} xem xét, quyết định"


def _signatures(content):
    letter, nominee = content["letter"], content["nominee"]
    code = "VT" if wording.has_seal(content) else f"VT, {wording.unit_code(content)}"
    return Signatures(
        nd30.recipients(wording.items(letter["recipients"]), file_code=code, as_addressed=True),
        nd30.signer(
            letter["signer_authority"],
            names.clean(letter["signer_title"]),
            nominee["unit_head_title"],
            letter["signer_name"],
        ),
    )
