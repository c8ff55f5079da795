"""On which line each key of a TOML text stands: tomllib reads the values but forgets the places."""

import re

Path = tuple[str | int, ...]

_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\])*"|\'[^\']*\'',
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]+")
_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")


def locate(text: str) -> dict[Path, int]:
    """Line (from 1) of every table, key and array item, by its path: ("criteria", 0, "code").

    The text must be one that tomllib has accepted; nothing is checked again here.
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


def nearest(lines: dict[Path, int], path: Path) -> int:
    """The line of the path, or of the innermost thing around it: a missing key has no line of its own."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scanner:
    def __init__(self, text):
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.sizes: dict[Path, int] = {}  # how many tables each [[array]] has so far

    def document(self):
        table: Path = ()
        while not self.ended():
            table = self.header() if self.text[self.at] == "[" else self.pair(table) or table

    def ended(self):
        self.take(_BLANK)
        return self.at >= len(self.text)

    def take(self, pattern):
        found = pattern.match(self.text, self.at)
        self.at = found.end()
        return found.group()

    def note(self, path):
        # The first mention counts: "a.b = 1" also says where "a" stands.
        self.lines.setdefault(path, self.text.count("\n", 0, self.at) + 1)

    def header(self):
        is_array = self.text.startswith("[[", self.at)
        self.at += 2 if is_array else 1
        *outer, last = self.key()
        path: Path = ()
        for part in outer:
            self.note((*path, part))
            path = self.inside((*path, part))
        path = (*path, last)
        self.note(path)
        if is_array:
            self.sizes[path] = self.sizes.get(path, 0) + 1
            path = self.inside(path)
            self.note(path)
        self.at += 2 if is_array else 1
        return path

    def inside(self, path):
        """A path through an [[array]] means its latest table."""
        return (*path, self.sizes[path] - 1) if path in self.sizes else path

    def key(self):
        parts = []
        while True:
            self.take(_SPACE)
            quoted = self.text[self.at] in "\"'"
            part = self.take(_STRING if quoted else _BARE_KEY)
            parts.append(part[1:-1] if quoted else part)
            self.take(_SPACE)
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def pair(self, table):
        path = table
        for part in self.key():
            path = (*path, part)
            self.note(path)
        self.at += 1  # the "="
        self.value(path)

    def value(self, path):
        self.take(_SPACE)
        first = self.text[self.at]
        if first in "\"'":
            self.take(_STRING)
        elif first == "[":
            self.items("]", lambda count: self.item((*path, count)))
        elif first == "{":
            self.items("}", lambda count: self.pair(path))
        else:
            self.take(_SCALAR)

    def item(self, path):
        self.note(path)
        self.value(path)

    def items(self, closing, read):
        self.at += 1
        count = 0
        self.take(_BLANK)
        while self.text[self.at] != closing:
            read(count)
            count += 1
            self.take(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
                self.take(_BLANK)
        self.at += 1
