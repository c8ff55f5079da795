"""The English finder: which words on a page, as its reader meets them, are not Vietnamese.

It needs no dictionary. A Vietnamese syllable written without any mark has few shapes: one of the onsets, one of
the plain rimes, and m, n, ng or nh at the end (after c, ch, p or t a tone mark is due). "Save", "List", "the
field" have none of these shapes; what has one by chance is listed in ALONE or ALWAYS.
"""

import html
import json
import re
from html.parser import HTMLParser

SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|n|ngh?|nh|ph?|qu?|r|s|t|th|tr|v|x)?"
    r"(?:(?:a|e|i|o|u|y|oa|oe|uy)(?:m|n|ng|nh)?|ai|ao|au|ay|eo|ia|iu|oai|oay|oao|oeo|oi|ua|ui|uya|uyu)",
    re.IGNORECASE,
)
# Shaped like a syllable, and still English wherever they stand.
ALWAYS = {"the", "by", "be", "me", "he", "them", "then"}
# "In" is to print, "cho" is for, "an" is a name: these are English only when they are all that is said.
ALONE = {
    "no",
    "go",
    "on",
    "to",
    "an",
    "in",
    "so",
    "do",
    "can",
    "may",
    "none",
    "hi",
    "am",
    "min",
    "man",
    "mon",
    "sun",
    "one",
    "out",
}
ALLOWED = {
    *("PARINDEX", "SIPAS", "PCI", "PDF", "OK", "kB", "mm", "km"),
    *(
        "Excel",
        "Word",
        "PowerPoint",
        "LibreOffice",
        "Linux",
        "Windows",
        "Mac",
        "Chrome",
        "Firefox",
        "Chromium",
    ),
    *("Ctrl", "Command", "Control", "Shift", "Tab", "Enter", "Esc", "Caps", "Lock"),
    *(
        "Internet",
        "Website",
        "website",
        "Web",
        "web",
        "Zalo",
        "Facebook",
        "email",
        "Email",
        "cookie",
        "Cookie",
    ),
    *("byte", "zip", "TTr", "xlsx", "docx", "jpg", "jpeg", "png", "JSON", "IPv", "logo", "video", "clip"),
}
# Addresses, file names, codes, fingerprints: nobody translates them.
CODE = re.compile(
    r"\b\w{5}-\w{5}-\w{5}\b|"  # a temporary password
    r"\b[a-z]+://\S+|\S+@\S+|\S+\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|toml|txt|vn|test|gov)\b"
    r"|\b\w*\d[\w./:-]*|\b[\w]+(?:[-_/.]\w+)*[-_/.]\d[\w./-]*|%\w+|&\w+;"
)
WORD = re.compile(r"[^\W\d_]+")
SPOKEN = ("title", "placeholder", "aria-label", "aria-description", "alt", "label", "data-confirm", "summary")
SILENT = {"script", "style", "template"}


class _Reader(HTMLParser):
    """What a person reads or hears of a page."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.texts, self._silent = [], 0

    def handle_starttag(self, tag, attrs):
        if tag in SILENT:
            self._silent += 1
        attrs = {name: value or "" for name, value in attrs}
        self.texts += [attrs[name] for name in SPOKEN if attrs.get(name)]
        if tag == "input" and attrs.get("type") in ("submit", "button", "reset"):
            self.texts.append(attrs.get("value", ""))
        self.texts += _inline_words(attrs.get("data-inline-formset", ""))

    def handle_endtag(self, tag):
        if tag in SILENT and self._silent:
            self._silent -= 1

    def handle_data(self, data):
        if not self._silent and data.strip() and not _is_data(data):
            self.texts.append(data)


def _is_data(text):
    """The scoring rule of a clause, which administrators edit as it is stored."""
    try:
        return text.strip()[0] in "{[" and bool(json.loads(text))
    except ValueError:
        return False


def _inline_words(raw):
    """The admin hands its "Add another" to the script as data."""
    options = json.loads(html.unescape(raw)).get("options", {}) if raw else {}
    return [options[name] for name in ("addText", "deleteText") if name in options]


def texts(page: str) -> list[str]:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.texts


def english(page: str, allowed=frozenset()) -> list[str]:
    """Each English word of a page with the text it stands in; [] when the page is Vietnamese."""
    found = []
    for text in texts(page):
        found += [f"{word}: {' '.join(text.split())[:90]}" for word in english_words(text, allowed)]
    return found


def english_words(text: str, allowed=frozenset()) -> list[str]:
    stripped = text.strip(" \t\n.:;,!?()[]“”\"'…*-–—→")
    if stripped.lower() in ALONE and stripped not in allowed:
        return [stripped]
    return [word for word in WORD.findall(CODE.sub(" ", text)) if _is_english(word, allowed)]


def _is_english(word, allowed):
    # Letters standing alone number a list; capitals are the short name of an office or a document.
    if len(word) < 2 or not word.isascii() or word.isupper() or word in ALLOWED or word in allowed:
        return False
    return word.lower() in ALWAYS or not SYLLABLE.fullmatch(word)
