"""The words that the papers of the Office, the Council and the department share.

Contents hold `campaign` (citations.frame) and rows with `nominee` (citations.nominee).
"""

from awards.models import CouncilMember
from campaigns.models import AwardForm
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import numbers

from . import nd30, wording
from .blocks import Signature, text

COUNCIL_SYMBOL = "HĐTĐKT"
KINDS = ((NomineeKind.COLLECTIVE, "TẬP THỂ", "tập thể"), (NomineeKind.INDIVIDUAL, "CÁ NHÂN", "cá nhân"))
FORMS = (AwardForm.Code.BANG_KHEN, AwardForm.Code.GIAY_KHEN)


def unnumbered_plan(campaign):
    """No official paper cites a plan without number and date (docs/domain.md A2): the sentence, or nothing."""
    if campaign.plan_is_numbered:
        return ""
    return (
        "Kế hoạch chưa có số và ngày ký nên chưa ra được văn bản chính thức. Văn phòng điền tại "
        "Quản trị › Đợt thi đua."
    )


# --- who issues, who signs -------------------------------------------------------------------------------


def number(given, symbol):
    """Box 3 from a whole symbol: ("1", "QĐ-STTT") → "Số: 01/QĐ-STTT"."""
    kind, dash, agency = symbol.partition("-")
    if dash:
        return nd30.number(given, kind, agency)
    *start, _ = nd30.number(given, kind, "")
    return text(*start, f"/{symbol}")


def department_header(content, symbol, *, given="", issued_on=None):
    campaign = content["campaign"]
    return nd30.header(
        campaign["parent"],
        campaign["department"],
        number=number(given, symbol),
        place_date=nd30.place_date(campaign["place"], issued_on),
    )


def council_header(content, symbol=None, *, dated=True):
    """The Council names itself in box 2 and numbers its papers in a series of its own (docs/domain.md 2.2)."""
    campaign = content["campaign"]
    return nd30.header(
        wording.department(content),
        campaign["council"],
        number=nd30.number("", symbol, COUNCIL_SYMBOL) if symbol else None,
        place_date=nd30.place_date(campaign["place"], None) if dated else None,
    )


_COUNCIL_TITLES = {
    CouncilMember.Role.CHAIR: ("TM. HỘI ĐỒNG", "CHỦ TỊCH"),
    CouncilMember.Role.VICE: ("TM. HỘI ĐỒNG", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    # By order of the chair, who alone acts for the Council.
    CouncilMember.Role.SECRETARY: ("TL. CHỦ TỊCH", "ỦY VIÊN KIÊM THƯ KÝ"),
}


def council_signature(seat, *, above=(), hint=""):
    """TM. HỘI ĐỒNG / CHỦ TỊCH, with the post in the agency over the name; without a seat a blank to sign."""
    own = _COUNCIL_TITLES[seat["role"]] if seat else _COUNCIL_TITLES[CouncilMember.Role.CHAIR]
    return Signature(
        (*above, *own),
        seat["name"] if seat else "",
        hint,
        post_in_agency(seat).upper() if seat else "",
    )


def post_in_agency(who):
    """ "Giám đốc Sở" of a leader, who belongs to no unit; of the others the post as recorded."""
    post = who["position"]
    return post if who["unit"] or post.endswith("Sở") else f"{post} Sở"


def chair(seats):
    """Who signs for the Council: its chair, or nobody where no chair is recorded."""
    return next((seat for seat in seats if seat["role"] == CouncilMember.Role.CHAIR), None)


def secretary(seats):
    return next((seat for seat in seats if seat["role"] == CouncilMember.Role.SECRETARY), None)


# --- what is cited ---------------------------------------------------------------------------------------


def plans(content):
    """The plan of the province and the department's own: type, number, date, issuer, subject at first mention."""
    campaign = content["campaign"]
    above = campaign["parent_plan"]
    if above and campaign["title"].strip("“”") in above["subject"]:
        return [_document(above), f"{wording.plan(content)} thực hiện Đợt thi đua nêu trên"]
    own = f"{wording.plan(content)} thực hiện {wording.movement(content)}"
    return [*([_document(above)] if above else []), own]


def functions(content):
    """What gives the department its functions: the authority behind a decision; blank where not recorded."""
    return content["campaign"]["functions"] or (
        f"Quyết định số {wording.DOTS} {wording.day('')} của UBND {wording.province(content)} quy định chức năng, nhiệm vụ, "
        f"quyền hạn và cơ cấu tổ chức của {content['campaign']['department']}"
    )


def _document(cited):
    told = (
        f"{cited['kind']} số {cited['number']}",
        wording.day(cited["issued_on"]),
        f"của {cited['issuer']}",
        _inside(cited["subject"]),
    )
    return " ".join(told)


def _inside(subject):
    """A subject in the middle of a sentence: "Phát động và …" → "phát động và …"."""
    subject = wording.without_end(subject)
    return subject[:1].lower() + subject[1:]


# --- rows of nominees ------------------------------------------------------------------------------------


def one(content, row):
    """The content of one row's nominee, as awards.papers.wording reads it."""
    return {"campaign": content["campaign"], "nominee": row["nominee"]}


def name(content, row):
    return wording.nominee(one(content, row))


def post(content, row):
    return wording.post(one(content, row))


def form(row):
    return wording.award(row)


def name_and_post(content, row):
    """ "Ông Nguyễn Văn An, Chuyên viên, Phòng Bưu chính - Viễn thông"; a collective's name alone."""
    return wording.nominee_in_full(one(content, row))


def sections(rows, cells):
    """Rows of a table: I. TẬP THỂ, II. CÁ NHÂN, each counted from 1; `cells(ordinal, row)` makes a line."""
    made, headed = [], 0
    for kind, heading, _ in KINDS:
        chosen = [row for row in rows if row["nominee"]["kind"] == kind]
        if chosen:
            headed += 1
            made.append((f"{nd30.roman(headed)}. {heading}",))
            made += [cells(at, row) for at, row in enumerate(chosen, 1)]
    return tuple(made)


def counted(rows):
    """ "01 tập thể và 02 cá nhân"; of one kind alone "02 cá nhân"."""
    kinds = [row["nominee"]["kind"] for row in rows]
    told = [f"{numbers.two_digits(kinds.count(kind))} {noun}" for kind, _, noun in KINDS if kind in kinds]
    return " và ".join(told) or "00 tập thể, 00 cá nhân"


def counted_by_form(rows):
    """ "Bằng khen: 01 tập thể; Giấy khen: 02 cá nhân", from high to low."""
    told = []
    for code in FORMS:
        chosen = [row for row in rows if row["nominee"]["award_form"] == code]
        if chosen:
            told.append(f"{AwardForm.Code(code).label}: {counted(chosen)}")
    return "; ".join(told)
