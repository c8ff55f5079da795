import tomllib
from pathlib import Path

import pytest

from campaigns.plan.toml_lines import locate, nearest

DATA = Path(__file__).parents[3] / "campaigns" / "data"

TRICKY = '''\
# a comment with [brackets] and "quotes
top = "a # not a comment"
"quoted key" = 'x = "y"'

[a.b]
c.d = 1          # a dotted key
text = """
line one [not a table]
key = not a key
"""
literal = \'\'\'
[[still text]]\'\'\'
escaped = "say \\"hi\\" = ok"

[[rows]]
list = [
  1,  # first
  "two ] three",
  { x = 1, "y z" = [2, 3] },
]

[[rows]]
[[rows.inner]]
when = 2023-10-01 08:00:00
[[rows.inner]]
empty = []
none = {}
[rows.inner.deep]
last = true
'''


def paths(value, here=()):
    if here:
        yield here
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield from paths(child, (*here, key))


@pytest.mark.parametrize("name", ["bac-kan-2023.toml", "regimes.toml", "working-days.toml"])
def test_every_key_of_the_shipped_files_is_on_the_line_that_says_so(name):
    text = (DATA / name).read_text()
    lines, found = text.split("\n"), locate(text)
    for path in paths(tomllib.loads(text)):
        key = next(part for part in reversed(path) if isinstance(part, str))
        line = lines[found[path] - 1]
        assert key in line or isinstance(path[-1], int), (path, line)


def test_strings_comments_and_nesting_do_not_mislead():
    found = locate(TRICKY)
    assert set(paths(tomllib.loads(TRICKY))) == set(found)
    assert found[("top",)] == 2
    assert found[("quoted key",)] == 3
    assert found[("a", "b", "c", "d")] == 6
    assert found[("a", "b", "text")] == 7
    assert found[("a", "b", "literal")] == 11
    assert found[("a", "b", "escaped")] == 13
    assert found[("rows", 0, "list", 1)] == 18
    assert found[("rows", 0, "list", 2, "y z", 1)] == 19
    assert found[("rows", 1, "inner", 0, "when")] == 24
    assert found[("rows", 1, "inner", 1, "none")] == 27
    assert found[("rows", 1, "inner", 1, "deep", "last")] == 29


def test_a_missing_key_stands_where_its_table_does():
    found = locate(TRICKY)
    assert nearest(found, ("rows", 1, "inner", 1, "absent", "x")) == 25
    assert nearest(found, ("absent",)) == 1
