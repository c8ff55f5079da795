"""Letters of Word's fonts of signs, as they arrive when its text is pasted: 0xF000 and the letter's place in the font.

The code says the place, not the font. Symbol is read as Adobe published it (symbol.txt, of 1993), but for the places
that people in an office reach with Wingdings: the bullets of Word's lists, boxes and ticks, and what Word itself makes
of "-->", "==>" and ":)". What neither font knows stays visible as UNKNOWN: something stood there.
"""

import re

UNKNOWN = "\u25a1"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_ANY = re.compile(f"[{_PRIVATE}]")

_SYMBOL = {
    0xF020: " !∀#∃%&∋()∗+,\u2212./0123456789:;<=>?",
    0xF040: "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0xF060: "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xF0A0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵",
    0xF0C0: "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    0xF0E0: "◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    0xF0F1: "⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
}
_WINGDINGS = {
    0xF04A: "☺", 0xF04C: "☹", 0xF06F: "☐", 0xF071: "☐", 0xF078: "☒", 0xF0A1: "○", 0xF0A8: "☐",
    0xF0DF: "←", 0xF0E0: "→", 0xF0E7: "←", 0xF0E8: "→", 0xF0EF: "⇦", 0xF0F0: "⇨", 0xF0F1: "⇧", 0xF0F2: "⇩",
    0xF0F3: "⇔", 0xF0FB: "✗", 0xF0FC: "✓", 0xF0FD: "☒", 0xF0FE: "☑",
    **{0xF081 + n: sign for n, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩")},
    **{0xF08C + n: sign for n, sign in enumerate("❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
# Nothing but bullets, in Word's gallery and in the lists of older files.
_BULLETS = {
    0xF06C: "●", 0xF06E: "▪", 0xF075: "◆", 0xF076: "❖", 0xF09E: "·", 0xF09F: "•", 0xF0A7: "▪", 0xF0B7: "•", 0xF0D8: "➢",
}  # fmt: skip
TABLE = {
    **{first + n: sign for first, row in _SYMBOL.items() for n, sign in enumerate(row)},
    **_WINGDINGS,
    **_BULLETS,
}

# Signs that are a bullet only where Word's list put them: before a tab. Boxes are never taken for one, a form needs them.
_PERHAPS = "\uf0e0\uf0e8\uf0f0\uf0fc"
_UNTOLD = f"(?![{''.join(map(chr, TABLE))}])[{_PRIVATE}]"
# A minus of the font Symbol is one before a figure, a dash before a space.
_AT_START = re.compile(
    rf"^\s*(?:[{''.join(map(chr, _BULLETS))}]\s*|\uf02d\s+|(?:[{_PERHAPS}]|{_UNTOLD})\t\s*)"
)


def read(line, bullet=""):
    """The line in signs that every font may have; where a list's bullet heads it, `bullet` does instead."""
    return _ANY.sub(_read, _AT_START.sub(bullet, line))


def _read(found):
    return TABLE.get(ord(found[0]), UNKNOWN)
