"""Do the unit's three papers agree with each other and with what is proposed? (plan III.2.2; docs/domain.md 5.5.3)

Everything here reads one value of awards.snapshots.dossier.build and asks no database. Name, honorific, post, unit, form and
count are printed from one record in all three papers; what is compared is what people typed beside it.
"""

from datetime import date

from campaigns.models import DossierPart
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import dates, names

from . import free_text
from .disagreements import Disagreement, Side, how_they_differ, same_post
from .mentions import mentions

NOMINEE, LETTER, MINUTES, REPORT = "nominee", "letter", "minutes", "report"
_PAPERS = dict(DossierPart.Code.choices)
_GENDER = {"Ông": "nam", "Bà": "nu"}
_GENDER_WORDS = {"nam": "Nam", "nu": "Nữ"}


def of_dossier(content):
    """[Disagreement], what blocks first. `content` is a value of awards.snapshots.dossier.build."""
    found = [
        *_nominee_in_the_minutes(content),
        *_nominee_in_the_report(content),
        *_person(content),
        *_rows(content["votes"]),
        *_spelling(content),
        *_posts(content),
        *_days(content),
        *_heads(content),
        *_capitals(content),
        *free_text.doubts(content),
    ]
    return sorted(found, key=lambda row: not row.blocks)


def _is_individual(content):
    return content["nominee"]["kind"] == NomineeKind.INDIVIDUAL


# --- the nominee -----------------------------------------------------------------------------------------


def _proposed(content):
    """The record from which letter, minutes and report print the nominee."""
    return Side("Hồ sơ đề nghị", content["nominee"]["name"])


def _nominee_in_the_minutes(content):
    """The marked row; where none is, the row that differs from the nominee in its marks alone."""
    nominee, votes = content["nominee"]["name"], content["votes"]
    rows = [vote for vote in votes if vote["is_nominee"]]
    for vote in rows or votes:
        meant = vote["is_nominee"] or names.search_key(vote["candidate"]) == names.search_key(nominee)
        if meant and not names.alike(vote["candidate"], nominee):
            yield Disagreement(
                "Tên được đề nghị",
                (_proposed(content), Side(_PAPERS[MINUTES], vote["candidate"], MINUTES, "votes")),
                f"Biên bản họp xét ghi “{vote['candidate']}”, hồ sơ đề nghị “{nominee}” "
                f"({how_they_differ(vote['candidate'], nominee)}). Tên phải giống nhau trong mọi văn bản: hãy sửa dòng "
                "biểu quyết, hoặc báo quản trị sửa danh sách nếu danh sách ghi sai.",
            )


def _nominee_in_the_report(content):
    """A person's report is his own: he signs it (Mẫu số 07; docs/domain.md 1.2)."""
    nominee, reporter = content["nominee"]["name"], content["report"]["reporter_name"]
    if _is_individual(content) and reporter and not names.alike(reporter, nominee):
        yield Disagreement(
            "Họ tên cá nhân được đề nghị",
            (_proposed(content), Side(f"{_PAPERS[REPORT]} (người ký)", reporter, REPORT, "reporter_name")),
            f"Báo cáo thành tích của cá nhân do chính người được đề nghị ký (Mẫu số 07): người ký ghi “{reporter}”, "
            f"hồ sơ đề nghị “{nominee}” ({how_they_differ(reporter, nominee)}). Hãy sửa họ tên người ký báo cáo.",
        )


def _person(content):
    """Gender and birthday of the report beside the roster's."""
    if not _is_individual(content):
        return
    nominee, report = content["nominee"], content["report"]
    known = _GENDER.get(nominee["honorific"])
    if known and report["gender"] and report["gender"] != known:
        said = _GENDER_WORDS.get(report["gender"], report["gender"])
        yield Disagreement(
            "Giới tính",
            (
                Side("Hồ sơ đề nghị", f"{nominee['honorific']} {nominee['name']}"),
                Side(_PAPERS[REPORT], said, REPORT, "gender"),
            ),
            f"Hồ sơ đề nghị {nominee['honorific'].lower()} {nominee['name']} nhưng Báo cáo thành tích ghi giới tính "
            f"{said}. Hãy sửa báo cáo, hoặc báo quản trị sửa xưng hô trong danh sách.",
        )
    if nominee["date_of_birth"] and report["date_of_birth"] not in (None, "", nominee["date_of_birth"]):
        roster, typed = _short(nominee["date_of_birth"]), _short(report["date_of_birth"])
        yield Disagreement(
            "Ngày sinh",
            (
                Side("Danh sách cán bộ", roster),
                Side(_PAPERS[REPORT], typed, REPORT, "date_of_birth"),
            ),
            f"Báo cáo thành tích ghi ngày sinh {typed}, danh sách cán bộ ghi {roster}. Hãy sửa báo cáo, hoặc báo "
            "quản trị sửa danh sách.",
        )


def _short(iso):
    return dates.short(date.fromisoformat(iso[:10]))


# --- the rows of the minutes -----------------------------------------------------------------------------


def _rows(votes):
    """Nobody stands twice in the table of votes."""
    for at, vote in enumerate(votes):
        for other in votes[:at]:
            if names.alike(vote["candidate"], other["candidate"]):
                yield Disagreement(
                    f"Phiếu của {vote['candidate']}",
                    (
                        Side(f"{_PAPERS[MINUTES]}, dòng trước", _figures(other), MINUTES, "votes"),
                        Side(f"{_PAPERS[MINUTES]}, dòng sau", _figures(vote), MINUTES, "votes"),
                    ),
                    f"Biên bản họp xét ghi kết quả biểu quyết của {vote['candidate']} hai lần. Hãy giữ một dòng.",
                )
                break


def _figures(vote):
    return f"{vote['yes']} đồng ý, {vote['no']} không đồng ý, {vote['blank']} không có ý kiến"


# --- everybody who is named ------------------------------------------------------------------------------


def _places(content):
    return content["nominee"]["unit"], content["campaign"]["department"]


def _pairs(content):
    named = mentions(content)
    return [(first, second) for at, second in enumerate(named) for first in named[:at]]


def _spelling(content):
    """The same letters with other marks. An and Ân may be two people; two heads of one unit are not."""
    seen, head = set(), content["nominee"]["unit_head_title"]
    places = _places(content)
    for one, other in _pairs(content):
        same_letters = names.search_key(one.name) == names.search_key(other.name)
        pair = frozenset((names.clean(one.name), names.clean(other.name)))
        if same_letters and not names.alike(one.name, other.name) and pair not in seen:
            seen.add(pair)
            if one.is_nominee and other.field == "reporter_name":
                continue  # the report's own line tells it
            yield Disagreement(
                "Họ tên viết hai cách",
                (one.name_side, other.name_side),
                f"{one.paper} ghi “{one.name}”, {other.paper} ghi “{other.name}” (khác dấu). Nếu là một người, hãy "
                "viết giống nhau.",
                blocks=bool(head) and all(same_post(row.post, head, places) for row in (one, other)),
            )


def _posts(content):
    """The same name bears the same post in every paper."""
    places, found = _places(content), set()
    for one, other in _pairs(content):
        if not (one.post and other.post) or not names.alike(one.name, other.name):
            continue
        who = names.search_key(other.name)
        if same_post(one.post, other.post, places) or (who, names.search_key(other.post)) in found:
            continue
        found |= {(who, names.search_key(one.post)), (who, names.search_key(other.post))}
        yield Disagreement(
            f"Chức vụ của {other.name}",
            (one.post_side, other.post_side),
            f"{one.paper} ghi {other.name} là “{one.post}”, {other.paper} ghi “{other.post}”. Chức vụ phải giống nhau "
            "trong mọi văn bản; nếu là hai người trùng tên, hãy ghi thêm để phân biệt.",
        )


def _heads(content):
    """Two heads of one unit within days: it happens, so it is only asked about."""
    head, places = content["nominee"]["unit_head_title"], _places(content)
    heads = [row for row in mentions(content) if head and row.of_unit and same_post(row.post, head, places)]
    for row in heads[1:]:
        if names.search_key(row.name) != names.search_key(heads[0].name):
            yield Disagreement(
                f"{head} của đơn vị",
                (heads[0].name_side, row.name_side),
                f"{heads[0].paper} ghi {head} là “{heads[0].name}”, {row.paper} ghi “{row.name}”. Hãy kiểm tra lại.",
                blocks=False,
            )
            return


def _capitals(content):
    for one, other in _pairs(content):
        if names.alike(one.name, other.name) and _letters(one.name) != _letters(other.name):
            yield Disagreement(
                "Chữ hoa trong họ tên",
                (one.name_side, other.name_side),
                f"{one.paper} ghi “{one.name}”, {other.paper} ghi “{other.name}”: chữ hoa khác nhau. Nên viết giống nhau.",
                blocks=False,
            )
            return


def _letters(name):
    """Where the capitals stand, whatever the place of the tone marks."""
    return [char.isupper() for char in names.clean(name) if char.isalpha()]


# --- days ------------------------------------------------------------------------------------------------


def _days(content):
    """The letter cites the minutes, so it cannot be older (plan III.2.2a: meet, choose, then send)."""
    held, signed = (content["minutes"]["started_at"] or "")[:10], content["letter"]["issued_on"] or ""
    if held and signed and signed < held:
        yield Disagreement(
            "Ngày họp xét và ngày tờ trình",
            (
                Side(_PAPERS[MINUTES], f"họp ngày {_short(held)}", MINUTES, "started_at"),
                Side(_PAPERS[LETTER], f"ký ngày {_short(signed)}", LETTER, "issued_on"),
            ),
            f"Tờ trình ký ngày {_short(signed)} nhưng căn cứ Biên bản họp ngày {_short(held)}: đơn vị họp xét rồi mới "
            "trình (mục quy trình xét khen thưởng của Kế hoạch). Hãy kiểm tra lại hai ngày.",
        )
