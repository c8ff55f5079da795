"""WHAT DOES A PAPER SAY OF ITSELF? Number, date, issuer, subject and signer, read from its blocks.

The blocks are what is printed, so the metadata can never say something else than the paper.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from awards.papers import blocks

_NUMBER = re.compile(r"^Số:\s*(?P<number>[0-9][0-9a-zđ]*)?\s*/(?P<notation>\S+)$")
_DATE = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")


@dataclass(frozen=True)
class Described:
    """Empty text, None and () are what the paper leaves blank."""

    type_name: str = ""
    number: str = ""
    notation: str = ""
    issued_on: date | None = None
    organ: str = ""
    subject: str = ""
    position: str = ""
    signer: str = ""
    to: tuple[str, ...] = ()


def describe(paper, type_name):
    """A Paper's boxes; `type_name` is what the set of papers calls it."""
    header = _first(paper, blocks.Header)
    if header is None:
        return _certificate(paper, type_name)
    signature = getattr(_first(paper, blocks.Signatures), "right", None) or blocks.Signature(())
    number, notation = _number(header)
    return Described(
        type_name=type_name,
        number=number,
        notation=notation,
        issued_on=_day(_said(header.place_date)),
        organ=paper.author or " ".join(header.issuer),
        subject=paper.title,
        position=_post(signature),
        signer=signature.name,
        to=_to(paper),
    )


def _certificate(paper, type_name):
    """A Giấy khen has no boxes: it stands on its decision."""
    sheet = _first(paper, blocks.Certificate)
    if sheet is None:
        return Described(type_name=type_name, subject=paper.title)
    return Described(
        type_name=type_name,
        issued_on=_day(sheet.place_date),
        organ=paper.author,
        subject=f"{paper.title}; {' '.join(sheet.decision)}",
        position=sheet.titles[-1] if sheet.titles else "",
        signer=sheet.signer,
        to=(sheet.recipient,),
    )


def arrived(copy):
    """What came from outside has no boxes that we could read: what its record says of it."""
    decision = copy.decision
    number, _, notation = (copy.number or str(decision)).partition("/")
    return Described(
        type_name="Quyết định" if decision.kind == decision.Kind.PROVINCE_AWARD else "Công văn",
        number=number.strip(),
        notation=notation.strip(),
        issued_on=copy.issued_on or decision.issued_on,
        organ=decision.campaign.department.parent_name,
        subject=str(decision.get_kind_display()),
        position=decision.signer_title,
        signer=decision.signer_name,
    )


def filed(copy, title, about):
    """A signed copy of our own, as far as whoever attached it told; its boxes are not read."""
    number, _, notation = copy.number.partition("/")
    return Described(
        type_name=title,
        number=number.strip(),
        notation=notation.strip(),
        issued_on=copy.issued_on,
        subject=f"{title} {about}",
    )


def completed(described, signed):
    """The same with the number and the day that the paper leaves blank and its signed copy bears."""
    return replace(
        described,
        number=described.number or signed.number,
        notation=described.notation or signed.notation,
        issued_on=described.issued_on or signed.issued_on,
    )


def _first(paper, kind):
    return next((block for block in paper.blocks if isinstance(block, kind)), None)


def _said(text):
    return "".join(run.text for run in text or ()).replace("\u00a0", " ")


def _number(header):
    found = _NUMBER.match(re.sub(r"\s*/", "/", _said(header.number)))
    return (found["number"] or "", found["notation"]) if found else ("", "")


def _day(said):
    found = _DATE.search(said)
    return date(int(found[3]), int(found[2]), int(found[1])) if found else None


def _post(signature):
    """As it is printed, in capitals: what would be small again in "CHÁNH VĂN PHÒNG" no rule can tell."""
    return signature.post or (signature.titles[-1] if signature.titles else "")


def _to(paper):
    named = _first(paper, blocks.Addressees)
    return tuple(named.lines) if named else ()
