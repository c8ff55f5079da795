"""Which points a kind of paper has (docs/domain.md 2.2, 2.4): asked always, only where the box is there, or never."""

import re

ASKED, IF_THERE, NEVER = "asked", "if there", "never"
# What can be given as --kind, and how it is called.
NAMES = {
    "letter": "Tờ trình",
    "minutes": "Biên bản",
    "report": "Báo cáo thành tích",
    "decision": "Quyết định",
    "certificate": "Giấy khen, Bằng khen",
    "list": "Danh sách, bảng",
    "notice": "Thông báo",
    "invitation": "Giấy mời",
    "slip": "Phiếu",
    "other": "Văn bản khác",
}
_TITLES = (
    ("letter", r"TỜ TRÌNH"),
    ("minutes", r"BIÊN BẢN"),
    ("report", r"BÁO CÁO"),
    ("decision", r"QUYẾT ĐỊNH"),
    ("list", r"DANH SÁCH|BẢNG|PHỤ LỤC"),
    ("notice", r"THÔNG BÁO"),
    ("invitation", r"GIẤY MỜI"),
    ("slip", r"PHIẾU"),
    ("certificate", r"TẶNG|GIẤY KHEN|BẰNG KHEN|.* TẶNG (GIẤY|BẰNG) KHEN$"),
)
# Of no paper whatever: what is only asked once there is a parent, a name, a table over two pages.
_ALWAYS_OPTIONAL = dict.fromkeys(("parent", "signing-room", "signature-page", "table-head"), IF_THERE)
# Boxes that the decree asks of every named paper, for the kinds that may do without.
_OPTIONAL = dict.fromkeys(
    ("number", "date", "basis", "ending", "recipients", "last-recipient", "signature"), IF_THERE
)
_NO_MINUTES = {"minutes-date": NEVER, "minutes-signers": NEVER}
# A certificate has a layout of its own (docs/domain.md 1.7): neither margins nor sizes are given.
_CERTIFICATE = dict.fromkeys(
    (
        "margins", "sizes", "body", "parent", "issuer", "agency-rule", "number", "date", "title", "title-rule",
        "page-number", "basis", "ending", "recipients", "last-recipient", "signature", "signature-page",
        "signing-room", "table-head",
    ),
    NEVER,
)  # fmt: skip
_NEEDS = {
    "letter": _NO_MINUTES,
    "decision": _NO_MINUTES,
    "minutes": {"date": NEVER, "basis": IF_THERE},
    # Mẫu số 07 has no number and no recipients.
    "report": _NO_MINUTES | dict.fromkeys(("number", "basis", "recipients", "last-recipient"), IF_THERE),
    "notice": _NO_MINUTES | {"basis": IF_THERE},
    "invitation": _NO_MINUTES | {"basis": IF_THERE},
    "list": _NO_MINUTES | _OPTIONAL,
    "slip": _NO_MINUTES | _OPTIONAL,
    "other": _NO_MINUTES | _OPTIONAL | {"title": IF_THERE, "title-rule": IF_THERE},
    "certificate": _NO_MINUTES | _CERTIFICATE,
}
# Wide tables may lie across (docs/domain.md 2.1); certificates always do.
LANDSCAPE = {"list": True, "certificate": True}


def need(kind, code):
    return (_ALWAYS_OPTIONAL | _NEEDS[kind]).get(code, ASKED)


def guess(title):
    """The kind by the title's own words; "other" when they tell nothing."""
    return next((kind for kind, words in _TITLES if re.match(words, title)), "other")
