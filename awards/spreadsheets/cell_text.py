"""Text as a cell may hold it: composed, legal in XML, not too long; and which text could pass for a formula."""

import re
import unicodedata

CELL_LIMIT = 32_767  # UTF-16 units; Excel repairs a file with a longer cell

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Not allowed in XML 1.0, whether escaped or not.
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ in a text as the letter A (ECMA-376, ST_Xstring).
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# What a spreadsheet, or a CSV made from this sheet, may take for a formula; also behind blanks that a person does
# not see, in full width (\uff1d…) and in small forms (\ufe62…).
_FORMULA = re.compile(
    "[\t\r\n]|[\\s\u00ad\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u3164\ufeff]*"
    "[=+\\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe6b]"
)


def safe_text(value):
    """The text as a cell may hold it: NFC, legal in XML, breaks as LF, at most CELL_LIMIT long."""
    text = unicodedata.normalize("NFC", str(value))
    if text.isprintable() and "_x" not in text and len(text) * 2 <= CELL_LIMIT:
        return text
    text = _ESCAPED.sub("_x005F_", _ILLEGAL.sub("", _LINE_BREAKS.sub("\n", text)))
    if len(text) * 2 > CELL_LIMIT:
        units = text.encode("utf-16-le")
        if len(units) > CELL_LIMIT * 2:
            text = units[: (CELL_LIMIT - 1) * 2].decode("utf-16-le", "ignore") + "…"
    return text


def looks_like_formula(text):
    # A name begins with a letter: no need to ask further, thousands of times.
    return not text[:1].isalnum() and _FORMULA.match(text) is not None
