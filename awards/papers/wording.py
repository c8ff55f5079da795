"""The words that several papers share, read from a value of awards.snapshots.dossier.build."""

import re
from datetime import date, datetime
from decimal import Decimal

from awards import decree30
from campaigns.models import AwardForm, Unit
from campaigns.vietnamese import dates, names, numbers

from . import nd30
from .blocks import Paragraph, Run, text

# A place that the typist left empty: dots in the running text, as on a printed form.
DOTS = "……"
_BULLET = re.compile(r"^\s*[-–—•+]\s*")
_END = re.compile(r"[\s.;:,/]+$")


def tidy(value):
    """Everything typed, as NFC without invisible characters, before anything is measured or broken."""
    if isinstance(value, str):
        return names.clean_multiline(value)
    if isinstance(value, dict):
        return {key: tidy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [tidy(item) for item in value]
    return value


def or_dots(value):
    return value or DOTS


def lines(typed):
    return [line for line in typed.split("\n") if line]


def items(typed):
    """The lines of a list as typed, without dashes and stops: the form puts its own."""
    bare = (_END.sub("", _BULLET.sub("", line)) for line in lines(typed))
    return [item for item in bare if item]


def paragraphs(typed):
    return [Paragraph(text(line)) for line in lines(typed)] or [Paragraph(text(DOTS))]


def without_end(sentence):
    return _END.sub("", sentence)


# --- figures and dates -----------------------------------------------------------------------------------


def count(n):
    return DOTS if n is None else numbers.two_digits(n)


def share(part, whole):
    """ "87,5": percent with at most two decimals; empty when there is nothing to divide by."""
    if not whole:
        return ""
    return numbers.decimal(numbers.decimal(Decimal(100) * part / whole, 2).replace(".", "").replace(",", "."))


def points(value):
    return "" if value is None else numbers.decimal(Decimal(value))


def day(iso):
    return dates.in_prose(date.fromisoformat(iso)) if iso else f"ngày {DOTS} tháng {DOTS} năm {DOTS}"


def short_day(iso):
    return dates.short(date.fromisoformat(iso)) if iso else ""


def moment(iso):
    """ "14 giờ 30 phút, ngày 28 tháng 12 năm 2023"."""
    if not iso:
        return f"{DOTS} giờ {DOTS} phút, {day('')}"
    at = datetime.fromisoformat(iso)
    return f"{dates.time_of_day(at)}, {dates.in_prose(at)}"


# --- who -------------------------------------------------------------------------------------------------


def is_whole(content):
    return content["nominee"]["unit_kind"] == Unit.Kind.WHOLE


def is_individual(content):
    return content["nominee"]["kind"] == "individual"


def province(content):
    """ "tỉnh Bắc Kạn", whether or not the word is part of the stored name."""
    name = content["campaign"]["province"]
    return name if name.casefold().startswith(("tỉnh ", "thành phố ")) else f"tỉnh {name}"


def department(content):
    """ "Sở Thông tin và Truyền thông tỉnh Bắc Kạn"."""
    name, where = content["campaign"]["department"], province(content)
    return name if name.endswith(where) else f"{name} {where}"


def unit(content):
    """Who issues the paper, as named in running text."""
    return department(content) if is_whole(content) else content["nominee"]["unit"]


def unit_code(content):
    """The unit's part of a number and symbol."""
    if is_whole(content):
        return content["campaign"]["agency_code"]
    return decree30.unit_symbol(content["nominee"]["unit_abbreviation"], content["nominee"]["unit"])


def has_seal(content):
    """A room inside the department has none (docs/domain.md A8, A12)."""
    return content["nominee"]["unit_kind"] in (Unit.Kind.WHOLE, Unit.Kind.AFFILIATED)


def header(content, *, symbol=None, number="", issued_on=None, dated=True):
    """Boxes 1-4. The parent of a unit is the department, with the province's name; of the department, the UBND."""
    campaign = content["campaign"]
    if is_whole(content):
        parent, issuer = campaign["parent"], campaign["department"]
    else:
        parent, issuer = department(content), content["nominee"]["unit"]
    return nd30.header(
        parent,
        issuer,
        number=nd30.number(number, symbol, unit_code(content)) if symbol else None,
        place_date=nd30.place_date(campaign["place"], issued_on) if dated else None,
    )


def nominee(content):
    """ "Ông Nguyễn Văn An" or the collective's name."""
    who = content["nominee"]
    return f"{who['honorific']} {who['name']}".strip()


def post(content):
    """ "Chuyên viên, Phòng Bưu chính - Viễn thông"; empty for a collective."""
    who = content["nominee"]
    if not is_individual(content):
        return ""
    return ", ".join(part for part in (who["position"], who["person_unit"] or department(content)) if part)


def nominee_inside(content):
    """The same in the middle of a sentence: "ông Nguyễn Văn An"."""
    who = content["nominee"]
    return f"{who['honorific'].lower()} {who['name']}".strip()


def nominee_in_full(content):
    return ", ".join(part for part in (nominee(content), post(content)) if part)


def counted(content):
    """ "01 tập thể", "01 cá nhân": the plan lets a unit propose one (III.2.2a)."""
    return f"{numbers.two_digits(1)} {'cá nhân' if is_individual(content) else 'tập thể'}"


# --- what ------------------------------------------------------------------------------------------------


def award(content):
    """ "Giấy khen", "Bằng khen"."""
    return str(AwardForm.Code(content["nominee"]["award_form"]).label)


def award_in_full(content):
    """ "Bằng khen của Chủ tịch UBND tỉnh Bắc Kạn"."""
    authority = content["nominee"]["award_authority"]
    return f"{award(content)} của {authority}" if authority else award(content)


def movement(content):
    """ "Đợt thi đua “Đẩy mạnh …”"."""
    title = content["campaign"]["title"].strip("“”\"'")
    return f"Đợt thi đua “{title}”"


def plan(content):
    """ "Kế hoạch số 05/KH-STTT (số mẫu) ngày … của Sở …": an invented number never passes for a real one."""
    campaign = content["campaign"]
    sample = " (số mẫu)" if campaign["plan_is_sample"] else ""
    return f"Kế hoạch số {campaign['plan']}{sample} {day(campaign['plan_date'])} của {department(content)}"


def vote_of_nominee(content):
    return next((vote for vote in content["votes"] if vote["is_nominee"]), None)


def labelled(label, value):
    """ "Label: value"; the label in bold unless it is an item of a list."""
    return Paragraph(text(Run(f"{label}: ", bold=not label.startswith("-")), or_dots(value)))
