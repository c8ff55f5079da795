"""What people wrote in their own words and what the dossier asks for: contradictions worth a second look.

Free text can only be guessed at, so nothing here blocks. Each rule prefers silence to a false alarm.
"""

import re

from campaigns.models import AwardForm, DossierPart
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import names, numbers

from .disagreements import Disagreement, Side

# Where a proposal is worded: (paper, field). The report tells of other awards and other people's counts.
_PROPOSING = (("letter", "reasons"), ("letter", "achievements"), ("minutes", "conclusion"))
_NAMING = (
    *_PROPOSING,
    ("minutes", "discussion"),
    ("report", "duties"),
    ("report", "measures"),
    ("report", "results"),
    ("report", "effect"),
    ("report", "initiatives"),
)
_PAPERS = dict(DossierPart.Code.choices)
_NOUNS = {NomineeKind.COLLECTIVE: "tập thể", NomineeKind.INDIVIDUAL: "cá nhân"}

_SENTENCE = re.compile(r"[^.;!?\n]+")
_ASKS = re.compile(r"\b(đề nghị|đề xuất)\b", re.IGNORECASE)
_CHOOSES = re.compile(r"\b(đề nghị|đề xuất|lựa chọn)\b", re.IGNORECASE)
_SPOKEN = {numbers.in_words(n): n for n in range(1, 11)}
_COUNT = re.compile(rf"\b(\d{{1,3}}|{'|'.join(_SPOKEN)})\s+(tập thể|cá nhân)\b", re.IGNORECASE)
_BALLOTS = re.compile(r"\b(\d{1,4})\s*/\s*(\d{1,4})\s+(?:phiếu|ý kiến)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def doubts(content):
    """[Disagreement] that block nothing."""
    return [*_forms(content), *_counts(content), *_ballots(content), *_names(content)]


def _texts(content, fields):
    for part, field in fields:
        yield part, field, names.clean_multiline(content[part][field] or "")


def _doubt(what, said, part, field, sentence, written):
    return Disagreement(
        what,
        (Side("Hồ sơ đề nghị", said), Side(_PAPERS[part], written, part, field)),
        f"{_PAPERS[part]}: {sentence}",
        blocks=False,
    )


def _forms(content):
    """ "đề nghị tặng Bằng khen" where a Giấy khen is asked for."""
    asked = AwardForm.Code(content["nominee"]["award_form"])
    others = [form for form in AwardForm.Code if form != asked]
    for part, field, written in _texts(content, _PROPOSING):
        for sentence in filter(_ASKS.search, _SENTENCE.findall(written)):
            folded = sentence.casefold()
            if asked.label.casefold() in folded:
                continue
            for other in others:
                if other.label.casefold() in folded:
                    yield _doubt(
                        "Hình thức đề nghị",
                        str(asked.label),
                        part,
                        field,
                        f"có câu đề nghị {other.label}, trong khi hồ sơ đề nghị {asked.label}. Hãy đọc lại.",
                        sentence.strip(),
                    )


def _counts(content):
    """ "đề nghị 02 cá nhân" where the dossier proposes one (plan III.2.2a)."""
    kind = content["nominee"]["kind"]
    expected = (1, _NOUNS[kind])
    for part, field, written in _texts(content, _PROPOSING):
        for sentence in filter(_CHOOSES.search, _SENTENCE.findall(written)):
            # "01 tập thể hoặc 01 cá nhân" is the plan's own rule.
            found = [] if "hoặc" in sentence.casefold() else _COUNT.findall(sentence)
            counts = [(_number(n), noun.casefold()) for n, noun in found]
            if counts and expected not in counts:
                yield _doubt(
                    "Số lượng đề nghị",
                    f"{numbers.two_digits(1)} {_NOUNS[kind]}",
                    part,
                    field,
                    f"có câu đề nghị {numbers.two_digits(counts[0][0])} {counts[0][1]}, trong khi hồ sơ đề nghị "
                    f"{numbers.two_digits(1)} {_NOUNS[kind]}. Hãy đọc lại.",
                    sentence.strip(),
                )


def _number(word):
    return int(word) if word.isdecimal() else _SPOKEN[word.casefold()]


def _ballots(content):
    """ "7/9 phiếu" where no row of the minutes has such figures."""
    if not content["votes"]:
        return
    known, votes = set(), None
    for vote in content["votes"]:
        cast = vote["yes"] + vote["no"] + vote["blank"]
        known |= {(vote[name], cast) for name in ("yes", "no", "blank")}
        votes = f"{vote['yes']}/{cast}" if vote["is_nominee"] or votes is None else votes
    for part, field, written in _texts(content, (("letter", "reasons"), ("minutes", "conclusion"))):
        for found in _BALLOTS.finditer(written):
            if (int(found[1]), int(found[2])) not in known:
                yield Disagreement(
                    "Kết quả biểu quyết",
                    (
                        Side(
                            f"{_PAPERS['minutes']} (bảng phiếu)", f"{votes} phiếu đồng ý", "minutes", "votes"
                        ),
                        Side(_PAPERS[part], found[0], part, field),
                    ),
                    f"{_PAPERS[part]} viết “{found[0]}”, không có trong bảng kết quả biểu quyết của Biên bản. Hãy "
                    "đọc lại.",
                    blocks=False,
                )


def _names(content):
    """The nominee's name with other marks: "Hà Thị Đao" for "Hà Thị Đào"."""
    name = re.sub(r"\([^()]*\)", " ", names.clean(content["nominee"]["name"]))
    wanted = _WORD.findall(name)
    if len(wanted) < 2:
        return
    for part, field, written in _texts(content, _NAMING):
        words = _WORD.findall(written)
        for at in range(len(words) - len(wanted) + 1):
            found = " ".join(words[at : at + len(wanted)])
            if names.search_key(found) != names.search_key(" ".join(wanted)):
                continue
            if not names.alike(found, " ".join(wanted)):
                yield _doubt(
                    "Tên được đề nghị",
                    names.clean(name),
                    part,
                    field,
                    f"viết “{found}”, hồ sơ đề nghị “{names.clean(name)}” (khác dấu). Hãy sửa cho giống nhau.",
                    found,
                )
                break
