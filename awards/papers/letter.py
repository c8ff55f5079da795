"""Tờ trình đề nghị khen thưởng (plan III.2.2b; domain 2.4, A16)."""

from campaigns.vietnamese import names

from . import content as words
from . import nd30
from .blocks import Addressees, Heading, Paper, Paragraph, Run, Signatures, text


def compose(content):
    letter = content["letter"]
    about = f"Về việc đề nghị tặng {words.award(content)} cho {words.counted(content)} trong {words.movement(content)}"
    return Paper(
        part="letter",
        title=f"Tờ trình {about[0].lower()}{about[1:]}",
        author=words.unit(content),
        reference=content["reference"],
        blocks=(
            words.header(content, symbol="TTr", number=letter["number"], issued_on=letter["issued_on"]),
            nd30.title(["TỜ TRÌNH"], about),
            Addressees(tuple(words.items(letter["addressee"])) or (words.DOTS,)),
            *(Paragraph(text(line), "basis") for line in nd30.basis(_grounds(content))),
            Paragraph(text(f"{words.unit(content)} kính trình xem xét việc khen thưởng, cụ thể như sau:")),
            Heading("1. Quá trình và kết quả họp xét"),
            *words.paragraphs(letter["reasons"]),
            *map(Paragraph, map(text, _meeting(content))),
            Heading("2. Nội dung đề nghị"),
            *_proposal(content),
            Heading("3. Tóm tắt thành tích"),
            *words.paragraphs(letter["achievements"]),
            Paragraph(text(Run(_enclosed(content), italic=True))),
            Paragraph(text(nd30.closing(_request(content)))),
            _signatures(content),
        ),
    )


def _grounds(content):
    minutes = content["minutes"]
    own = f"số {nd30.figure(minutes['number'])}/BB-{words.unit_code(content)} " if minutes["number"] else ""
    form = content["campaign"]["report_form"]
    return [
        # What was sent before letters cited the law stays as it was sent.
        *(f"Căn cứ {words.without_end(line)}" for line in content.get("law", [])),
        f"Căn cứ {words.plan(content)} thực hiện {words.movement(content)}",
        *([f"Căn cứ Báo cáo thành tích lập theo {_inside(form)} như Kế hoạch quy định"] if form else []),
        f"Căn cứ Biên bản {own}{words.day(minutes['started_at'] and minutes['started_at'][:10])}"
        f" của {words.unit(content)} họp xét khen thưởng",
    ]


def _inside(form):
    """A form's name in the middle of a sentence: "Theo Mẫu số 07 …" → "Mẫu số 07 …"."""
    form = words.without_end(form)
    return form[5:] if form.casefold().startswith("theo ") else form


def _meeting(content):
    minutes, vote = content["minutes"], words.vote_of_nominee(content)
    held = words.day(minutes["started_at"] and minutes["started_at"][:10])
    sentences = [
        f"{held[0].upper()}{held[1:]}, {words.unit(content)} tổ chức họp xét khen thưởng: "
        f"{words.count(minutes['present'])}/{words.count(minutes['total_staff'])} người được triệu tập có mặt, "
        f"{words.count(minutes['absent'])} người vắng mặt."
    ]
    if vote:
        cast = vote["yes"] + vote["no"] + vote["blank"]
        sentences.append(
            f"Kết quả biểu quyết đối với {words.nominee_inside(content)}: đồng ý {nd30.of_total(vote['yes'], cast)} "
            f"(đạt {words.share(vote['yes'], cast) or words.DOTS}%), không đồng ý {words.count(vote['no'])}, "
            f"không có ý kiến {words.count(vote['blank'])}."
        )
    return sentences


def _proposal(content):
    giver = content["nominee"]["award_authority"]
    yield Paragraph(
        text(
            f"{words.unit(content)} đề nghị {giver} tặng {words.award(content)} cho {words.counted(content)} "
            f"đã có thành tích xuất sắc tiêu biểu trong Đợt thi đua:"
        )
    )
    label = "Cá nhân" if words.is_individual(content) else "Tập thể"
    yield words.labelled(f"- {label}", f"{words.nominee(content)};")
    if words.is_individual(content):
        yield words.labelled("- Chức vụ, đơn vị công tác", f"{words.post(content)};")
    yield words.labelled("- Hình thức khen thưởng", f"{words.award_in_full(content)}.")


def _enclosed(content):
    files = len(content["evidence"])
    evidence = f"; {words.count(files)} tài liệu kiểm chứng" if files else ""
    return f"(Có hồ sơ kèm theo gồm: Biên bản cuộc họp xét khen thưởng; Báo cáo thành tích{evidence})"


def _request(content):
    addressees = " và ".join(words.items(content["letter"]["addressee"])) or words.DOTS
    return f"{words.unit(content)} kính trình {addressees} xem xét, quyết định"


def _signatures(content):
    letter, nominee = content["letter"], content["nominee"]
    code = "VT" if words.has_seal(content) else f"VT, {words.unit_code(content)}"
    return Signatures(
        nd30.recipients(words.items(letter["recipients"]), file_code=code, as_addressed=True),
        nd30.signer(
            letter["signer_authority"],
            names.clean(letter["signer_title"]),
            nominee["unit_head_title"],
            letter["signer_name"],
        ),
    )
