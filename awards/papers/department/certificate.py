"""Giấy khen (Decree 98/2023/NĐ-CP, Điều 104; docs/domain.md 1.7): full print, or text only on pre-printed stock."""

import re
from dataclasses import replace

from django.urls import reverse

from awards.models import Award
from awards.papers import nd30, nd98, official_wording, wording
from awards.papers.blocks import Certificate, Paper
from awards.snapshots import citations
from campaigns.models import AwardForm


def gather(award, address=""):
    """One award. `address` is the site's own ("https://thidua.example.vn"); without it there is no QR code."""
    return gather_all([award], address)[0]


def gather_all(awards, address=""):
    """The same of several, in the order of the golden book; as many queries as for one.

    Tidy already: pages and batches compose many of these without asking the registry.
    """
    rows = Award.objects.filter(pk__in=[award.pk for award in awards]).select_related(
        "decision__campaign__department", "nomination__unit", "nomination__person__unit"
    )
    rows = list(rows.order_by("decision", "golden_book_number"))
    as_sent = citations.sent([award.nomination_id for award in rows])
    frames, made = {}, []
    for award in rows:
        if award.decision_id not in frames:
            frames[award.decision_id] = citations.frame_of(award.decision)
        made.append(_content(award, frames[award.decision_id], as_sent, address))
    return wording.tidy(made)


def _content(award, campaign, as_sent, address):
    decision, site = award.decision, address.rstrip("/")
    return {
        "campaign": campaign,
        "reference": award.nomination.reference,
        "nominee": {
            **citations.nominee(award.nomination, campaign["forms"], as_sent.get(award.nomination.reference)),
            "award_form": award.form,
            "award_authority": campaign["forms"].get(award.form, {}).get("authority", ""),
        },
        "golden_book_number": award.golden_book_number,
        "decision": str(decision),
        "issued_on": citations.iso(decision.issued_on),
        "signer_authority": decision.signer_authority,
        "signer_title": decision.signer_title,
        "signer_name": decision.signer_name,
        "address": f"{site}{reverse('result', args=[award.key])}" if site else "",
    }


def certificate_refusal(award):
    if sentence := official_wording.unnumbered_plan(award.nomination.campaign):
        return sentence
    if award.revocation:
        return f"Khen thưởng của hồ sơ {award.nomination.reference} đã bị hủy nên không in Giấy khen."
    return ""


def applies(award):
    """The province prints its own Bằng khen."""
    return award.form == AwardForm.Code.GIAY_KHEN


def compose(content, *, text_only=False, offsets=None):
    """One certificate. `offsets` is {field of nd98.FIELDS: (mm to the right, mm down)}; a strange name is an error."""
    strange = set(offsets or {}) - set(nd98.FIELDS)
    if strange:
        raise ValueError(f"no such field of a certificate: {', '.join(sorted(strange))}")
    return _paper(content, [_certificate(content, text_only, offsets or {})])


def compose_all(contents, *, text_only=False, offsets=None):
    """All certificates of a decision as one paper, a page each."""
    sheets = [_certificate(content, text_only, offsets or {}) for content in contents]
    return _paper(contents[0], sheets, title=f"Giấy khen theo Quyết định số {contents[0]['decision']}")


def compose_trial(content, *, text_only=False, offsets=None):
    """The same certificate between rulers, each text in its box: to be held against the stock before printing on it."""
    sheet = replace(_certificate(content, text_only, offsets or {}), guided=True)
    return _paper(content, [sheet], title="Trang thử canh Giấy khen")


def _paper(content, sheets, title=""):
    return Paper(
        part="certificate",
        title=title or f"Giấy khen tặng {wording.nominee_inside(content)}",
        author=wording.department(content),
        reference=content["reference"],
        blocks=tuple(sheets),
        landscape=True,
    )


def _certificate(content, text_only, offsets):
    place_date = nd30.place_date(content["campaign"]["place"], content["issued_on"])
    signature = nd30.signer(
        content["signer_authority"],
        content["signer_title"],
        content["campaign"]["head_title"],
        content["signer_name"],
    )
    return Certificate(
        authority=f"{content['campaign']['head_title']} {wording.department(content)}",
        award=wording.award(content),
        recipient=wording.nominee(content),
        post=_post(content),
        achievement=f"Đã có thành tích xuất sắc tiêu biểu trong {wording.movement(content)}",
        decision=(f"Quyết định số {content['decision']}", wording.day(content["issued_on"])),
        golden_book=f"Số sổ vàng: {wording.count(content['golden_book_number'])}",
        place_date="".join(run.text for run in place_date),
        titles=signature.titles,
        signer=signature.name,
        address=content["address"],
        text_only=text_only,
        offsets=tuple(sorted(offsets.items())),
    )


def _post(content):
    """Post and unit of a person, then the agency above; of a collective the agency above alone."""
    own, agency = wording.post(content), wording.department(content)
    if own.endswith(agency) or wording.is_whole(content):
        return own
    return ", ".join(filter(None, (own, agency)))


_OFFSET = re.compile(r"(\w+)=(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)")


def read_offset(typed):
    """ "signer=2.5,-3" → ("signer", (2.5, -3.0)). Raises ValueError."""
    if not (found := _OFFSET.fullmatch(typed.strip())) or found[1] not in nd98.FIELDS:
        raise ValueError(typed)
    return found[1], (float(found[2]), float(found[3]))
