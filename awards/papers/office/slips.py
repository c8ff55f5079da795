"""The Office's slips on one submission: phiếu tiếp nhận, phiếu trả lại, phiếu thẩm định (plan III.2.2, domain 1.6).

A dossier of the Office itself is handled by an officer of the Council (domain A11), who then issues and signs.
"""

from datetime import datetime
from types import SimpleNamespace

from awards.models import Event, Nomination
from awards.papers import facts, nd30, official_wording, wording
from awards.papers.blocks import (
    Addressees,
    Column,
    Heading,
    Paper,
    Paragraph,
    Signature,
    Signatures,
    Table,
    text,
)
from awards.records import SHORT
from campaigns.models import DossierPart, Unit
from campaigns.vietnamese import dates

_RECEIVED = (
    Column("TT", 7, "centre"),
    Column("Thành phần hồ sơ", 33),
    Column("Số, ngày", 22, "centre"),
    Column("Ghi chú", 38),
)
_WRONG = (Column("TT", 7, "centre"), Column("Văn bản", 28), Column("Nội dung phải sửa, bổ sung", 65))
_CHECKS = (
    Column("TT", 7, "centre"),
    Column("Văn bản", 24),
    Column("Kết quả", 14, "centre"),
    Column("Nhận xét", 32),
    Column("Người kiểm tra", 23),
)
_SCORES = (
    Column("Ý tiêu chí", 10, "centre"),
    Column("Nội dung", 40),
    Column("Điểm chuẩn", 10, "centre"),
    Column("Điểm tự chấm", 10, "centre"),
    Column("Trả lời, giải trình của đơn vị", 30),
)


# --- reading ---------------------------------------------------------------------------------------------


def gather(submission):
    """One submission as it was sent, and what the Office did with it until the unit sent it anew."""
    nomination = Nomination.objects.select_related("campaign__department", "unit").get(
        pk=submission.nomination_id
    )
    sent, told = submission.content, _told(nomination, submission)
    return {
        "nominee": sent["nominee"],
        "reference": sent["reference"],
        "receipt": submission.receipt,
        "number": submission.number,
        "submitted_at": facts.iso(submission.submitted_at),
        "submitted_by": told["names"].get("submit") or submission.submitted_by.full_name,
        "is_late": submission.is_late,
        "issued": {part: [sent[part].get("number", ""), _issued_on(sent[part])] for part in _PARTS},
        "sealed": {paper.part: paper.sha256[:SHORT] for paper in submission.papers.all()},
        "evidence": len(sent["evidence"]),
        "scores": sent["scores"],
        "self_total": sent["self_total"],
        "checks": _checks(submission, told["names"]),
        **_issuers(nomination),
        **told["steps"],
    }


def freeze(nomination, by):
    """What the slip of a step takes from rows that live on, written to the facts of its event.

    A deadline that is moved, a plan that is numbered anew, an officer with a new post, rewrites no slip.
    """
    return {**_issuers(nomination), "who": _who(by.person)}


def _issuers(nomination):
    return {
        "campaign": facts.frame(nomination.campaign),
        "by_council": nomination.unit.kind in (Unit.Kind.OFFICE, Unit.Kind.WHOLE),
        "council": facts.council(nomination.campaign),
        "office": facts.office(nomination.campaign.department),
    }


def _who(person):
    known = facts.person(person) or {"honorific": "", "position": "", "unit": ""}
    return {**known, "person_id": person.pk if person else None}


_PARTS = tuple(DossierPart.Code.values)


def _issued_on(paper):
    return paper.get("issued_on") or (paper.get("started_at") or "")[:10] or None


def _checks(submission, names):
    rows = submission.checks.select_related("checked_by").order_by("pk")
    checks = {
        row.part: {
            "is_right": row.is_right,
            "note": row.note,
            "by": names.get(row.part) or row.checked_by.full_name,
        }
        for row in rows
    }
    return [{"part": part, **checks[part]} for part in _PARTS if part in checks]


def _done(nomination, submission):
    """The receive, return and accept that followed this submission; None where they did not happen."""
    return _told(nomination, submission)["steps"]


def _told(nomination, submission):
    """What the history tells of this submission: its steps, and who sent it and checked it, by the names of then."""
    steps, names, ours = {"receive": None, "return": None, "accept": None}, {}, False
    for event in nomination.__dict__.get(TOLD) or told().filter(nomination=nomination):
        if event.verb == "submit":
            ours = event.facts.get("receipt") == submission.receipt
        if not ours:
            continue
        if event.verb in steps:
            steps[event.verb] = _step(event, nomination.campaign)
        else:
            names[event.facts.get("part", event.verb)] = event.actor_name
    return {"steps": steps, "names": names}


# Where a page with many slips of one dossier has put `told()` of it, so that each slip need not ask.
TOLD = "told_of_slips"
VERBS = ("submit", "receive", "check_paper", "return", "accept")


def told():
    """The events that a slip tells of, in order."""
    rows = Event.objects.filter(verb__in=VERBS)
    return rows.select_related("actor__person__unit").order_by("sequence")


def _step(event, campaign):
    cited = event.facts.get("cited")
    # A step taken before citations were kept goes by the rows as they now are.
    who = cited["who"] if cited else _who(event.actor.person)
    if cited:
        cited = cited | {"campaign": facts.frame_of(SimpleNamespace(cited=cited, campaign=campaign))}
    return {
        "at": facts.iso(event.at),
        "note": event.note,
        "by": who | {"name": event.actor_name},
        "person_id": who["person_id"],
        "cited": cited,
    }


def _as_of(content, step):
    """The same content with who issues and what is cited as they were at the step that the slip is about."""
    return content | step["cited"] if step and step["cited"] else content


# --- may it be made? -------------------------------------------------------------------------------------


def refuse_receipt(submission):
    return _refusal(submission, "receive", "chưa được Văn phòng tiếp nhận")


def was_returned(submission):
    """There is a slip of return only where the Office sent something back."""
    return bool(_done(submission.nomination, submission)["return"])


def refuse_return(submission):
    return _refusal(submission, "return", "không bị trả lại")


def refuse_appraisal(submission):
    if sentence := official_wording.unnumbered_plan(submission.nomination.campaign):
        return sentence
    if submission.checks.exists():
        return ""
    return f"Lần trình {submission.receipt} chưa có văn bản nào được kiểm tra. Kiểm tra tại Quản trị › Hồ sơ."


def is_unconcluded(submission):
    """An appraisal is a draft until the Office has accepted the dossier or sent it back."""
    done = _done(submission.nomination, submission)
    return not (done["accept"] or done["return"])


def _refusal(submission, verb, sentence):
    if unnumbered := official_wording.unnumbered_plan(submission.nomination.campaign):
        return unnumbered
    if _done(submission.nomination, submission)[verb]:
        return ""
    return f"Lần trình {submission.receipt} {sentence}."


# --- phiếu tiếp nhận -------------------------------------------------------------------------------------


def compose_receipt(content):
    step = content["receive"]
    content = _as_of(content, step)
    return _paper(
        content,
        "receipt",
        "PTN",
        ["PHIẾU TIẾP NHẬN HỒ SƠ"],
        f"Đề nghị khen thưởng trong {wording.movement(content)}",
        [
            *_about(content),
            wording.labelled(
                "Tiếp nhận", f"{wording.moment(step['at'])}; người tiếp nhận: {_named(step['by'])}."
            ),
            Heading("Hồ sơ đã nộp gồm:"),
            _received(content),
            Paragraph(
                text(nd30.closing(f"{_issuer(content)} kiểm tra và báo lại đơn vị nếu hồ sơ phải bổ sung"))
            ),
            Signatures(
                Signature(("NGƯỜI NỘP HỒ SƠ",), content["submitted_by"], "(Ký, ghi rõ họ tên)"),
                Signature(("NGƯỜI TIẾP NHẬN",), step["by"]["name"], "(Ký, ghi rõ họ tên)"),
                below=_recipients(content),
            ),
        ],
    )


def _received(content):
    rows = [
        (
            f"{at}",
            str(DossierPart.Code(part).label),
            _number_and_day(*content["issued"][part]),
            f"SHA-256: {content['sealed'][part]}…" if part in content["sealed"] else "",
        )
        for at, part in enumerate(_PARTS, 1)
    ]
    rows.append((f"{len(rows) + 1}", "Bảng tự chấm điểm", "–", f"{_total(content)} điểm"))
    rows.append(
        (f"{len(rows) + 1}", "Tài liệu kiểm chứng", "–", f"{wording.count(content['evidence'])} tài liệu")
    )
    return Table(_RECEIVED, tuple(rows))


def _number_and_day(number, issued_on):
    return ", ".join(filter(None, [nd30.figure(number), wording.short_day(issued_on)])) or "–"


def _total(content):
    return wording.points(content["self_total"]) or "–"


# --- phiếu trả lại ---------------------------------------------------------------------------------------


def compose_return(content):
    step = content["return"]
    content = _as_of(content, step)
    wrong = [row for row in content["checks"] if not row["is_right"]]
    return _paper(
        content,
        "return",
        "PTL",
        ["PHIẾU TRẢ LẠI HỒ SƠ"],
        f"Hồ sơ đề nghị khen thưởng trong {wording.movement(content)}",
        [
            Addressees((content["nominee"]["unit"],)),
            *_about(content),
            Paragraph(
                text(
                    f"Căn cứ {wording.plan(content)}, {_issuer(content)} đã kiểm tra và trả lại hồ sơ nói trên lúc "
                    f"{wording.moment(step['at'])}, với lý do sau:"
                )
            ),
            *wording.paragraphs(step["note"]),
            *([Heading("Văn bản chưa đạt yêu cầu:"), _wrong(wrong)] if wrong else []),
            Paragraph(text(nd30.closing(_again(content, step)))),
            Signatures(_recipients(content, as_addressed=True), _signer(content, step)),
        ],
    )


def _wrong(checks):
    return Table(
        _WRONG,
        tuple(
            (f"{at}", str(DossierPart.Code(row["part"]).label), row["note"] or wording.DOTS)
            for at, row in enumerate(checks, 1)
        ),
    )


def _again(content, step):
    """Until when to send again; after the deadline only the Office can open the door (domain A3)."""
    campaign = content["campaign"]
    deadline = datetime.fromisoformat(campaign["deadline_at"])
    asked = f"Đề nghị {content['nominee']['unit']} sửa, bổ sung và trình lại hồ sơ"
    if datetime.fromisoformat(step["at"]) < deadline:
        return f"{asked} trước {dates.in_prose(deadline)} ({campaign['deadline_section']} của Kế hoạch)"
    return (
        f"{asked}; hạn nộp hồ sơ đã hết từ {dates.in_prose(deadline)} ({campaign['deadline_section']} của Kế hoạch), "
        "nên đơn vị đề nghị Văn phòng Sở mở gia hạn trước khi trình lại"
    )


# --- phiếu thẩm định -------------------------------------------------------------------------------------


def compose_appraisal(content):
    step = content["accept"] or content["return"]
    content = _as_of(content, step)
    checkers = list(dict.fromkeys(row["by"] for row in content["checks"]))
    return _paper(
        content,
        "appraisal",
        "PTĐ",
        ["PHIẾU THẨM ĐỊNH HỒ SƠ"],
        f"Đề nghị khen thưởng trong {wording.movement(content)}",
        [
            *_about(content),
            Heading("I. KIỂM TRA VĂN BẢN", 1),
            Table(_CHECKS, tuple(_check(content, part, at) for at, part in enumerate(_PARTS, 1))),
            Heading("II. ĐIỂM TỰ CHẤM CỦA ĐƠN VỊ", 1),
            Table(
                _SCORES,
                tuple(_score(row) for row in content["scores"]),
                ("", "Tổng điểm tự chấm (thang 100)", "", wording.points(content["self_total"]), ""),
            ),
            Paragraph(text(f"Tài liệu kiểm chứng kèm theo: {wording.count(content['evidence'])} tài liệu.")),
            Heading("III. Ý KIẾN THẨM ĐỊNH", 1),
            *_opinion(content),
            Signatures(
                Signature(
                    ("NGƯỜI THẨM ĐỊNH",), checkers[0] if len(checkers) == 1 else "", "(Ký, ghi rõ họ tên)"
                ),
                _signer(content, step),
                below=_recipients(content),
            ),
        ],
    )


def _check(content, part, at):
    row = next((row for row in content["checks"] if row["part"] == part), None)
    result, note, by = (
        ("Đạt" if row["is_right"] else "Chưa đạt", row["note"], row["by"])
        if row
        else ("Chưa kiểm tra", "", "")
    )
    return (f"{at}", str(DossierPart.Code(part).label), result, note, by)


def _score(row):
    answer = row["answer_text"]
    told = "\n".join(filter(None, (f"{answer[:1].upper()}{answer[1:]}", row["explanation"])))
    return (
        row["clause"],
        row["text"],
        wording.points(row["max"]),
        wording.points(row["points"]) or "–",
        told,
    )


def _opinion(content):
    late = "Hồ sơ nộp muộn. " if content["is_late"] else ""
    if accepted := content["accept"]:
        yield from map(Paragraph, map(text, wording.lines(accepted["note"])))
        told = f"{late}Hồ sơ hợp lệ, đủ điều kiện trình {content['campaign']['council']} xét"
    elif returned := content["return"]:
        yield from wording.paragraphs(returned["note"])
        told = f"{late}Hồ sơ chưa đạt yêu cầu, đã trả lại đơn vị để sửa, bổ sung"
    else:
        told = f"{late}Hồ sơ đang được kiểm tra, chưa có kết luận"
    yield Paragraph(text(nd30.closing(told)))


# --- what the three share --------------------------------------------------------------------------------


def _paper(content, part, symbol, name, about, blocks):
    title = f"{name[0].capitalize()}: {wording.nominee(content)} ({content['receipt']})"
    return Paper(
        part=part,
        title=title,
        author=_issuer(content),
        reference=content["receipt"],
        blocks=(_header(content, symbol), nd30.title(name, about), *blocks),
    )


def _header(content, symbol):
    if content["by_council"]:
        return official_wording.council_header(content, symbol)
    return nd30.header(
        wording.department(content),
        content["office"]["name"],
        number=nd30.number("", symbol, content["office"]["code"]),
        place_date=nd30.place_date(content["campaign"]["place"], None),
    )


def _issuer(content):
    return content["campaign"]["council"] if content["by_council"] else content["office"]["name"]


def _about(content):
    late = "nộp muộn" if content["is_late"] else "đúng hạn"
    yield wording.labelled(
        "Mã hồ sơ", f"{content['reference']}; biên nhận {content['receipt']} (trình lần {content['number']})."
    )
    if wording.unit(content) != wording.nominee(content):
        yield wording.labelled("Đơn vị đề nghị", f"{wording.unit(content)}.")
    label = "Cá nhân được đề nghị" if wording.is_individual(content) else "Tập thể được đề nghị"
    yield wording.labelled(label, f"{wording.nominee_in_full(content)}.")
    yield wording.labelled("Hình thức đề nghị", f"{wording.award_in_full(content)}.")
    yield wording.labelled(
        "Thời điểm trình",
        f"{wording.moment(content['submitted_at'])} ({late}); người trình: {content['submitted_by']}.",
    )


def _named(who):
    return ", ".join(filter(None, (f"{who['honorific']} {who['name']}".strip(), who["position"])))


def _recipients(content, *, as_addressed=False):
    items = [] if as_addressed else [wording.unit(content)]
    drafter = official_wording.COUNCIL_SYMBOL if content["by_council"] else content["office"]["code"]
    return nd30.recipients(items, file_code=f"VT, {drafter}", as_addressed=as_addressed)


def _signer(content, step):
    """The head of the Office; his deputy signs KT. Who only did the work leaves the signature to the head."""
    if content["by_council"]:
        seats = content["council"]
        own = next((seat for seat in seats if step and seat["person_id"] == step["person_id"]), None)
        return official_wording.council_signature(own or official_wording.chair(seats))
    office = content["office"]
    position = step["by"]["position"] if step else ""
    if position.casefold().startswith("phó "):
        return nd30.signer("KT.", position, office["head_title"], step["by"]["name"])
    return nd30.signer("", "", office["head_title"], office["head_name"])
