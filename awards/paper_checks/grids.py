"""The tables of a page: cells between ruled lines."""

from dataclasses import dataclass

from .pdf_shapes import MM, Rule

# A frame around the page keeps so near to its edges, where no table reaches.
_FRAME = 14 * MM


@dataclass(frozen=True)
class Grid:
    """A table drawn with lines: what they enclose, and the first row's depth."""

    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    head: float
    columns: tuple[int, ...]


def grids(page):
    """Tables of a page: horizontal rules tied together by vertical ones."""
    tied = [
        (rule, [post for post in page.uprights if _touch(rule, post)])
        for rule in sorted(page.rules, key=lambda rule: rule.top)
    ]
    groups: list[tuple[list[Rule], set[Rule]]] = []
    for rule, posts in tied:
        if not posts:
            continue
        last = groups[-1] if groups else None
        if last and any(
            min(post.top for post in posts) - 2 <= other.bottom and other.top <= rule.top + 2
            for other in last[1]
        ):
            last[0].append(rule)
            last[1].update(posts)
        else:
            groups.append(([rule], set(posts)))
    grids = (_grid(page.number, rules, posts) for rules, posts in groups if len(rules) > 1)
    return [grid for grid in grids if not _is_frame(grid, page)]


def _is_frame(grid, page):
    edges = (grid.x0, grid.top, page.width - grid.x1, page.height - grid.bottom)
    return max(edges) < _FRAME


def _touch(rule, post):
    return rule.x0 - 2 <= post.x0 <= rule.x1 + 2 and post.top - 2 <= rule.top <= post.bottom + 2


def _grid(page, rules, posts):
    x0, x1 = min(rule.x0 for rule in rules), max(rule.x1 for rule in rules)
    full = sorted(rule.top for rule in rules if rule.width >= 0.95 * (x1 - x0))
    top, bottom = min(rule.top for rule in rules), max(rule.top for rule in rules)
    head = next((y for y in full if y > top + 4), bottom)
    columns = tuple(sorted({round(post.x0) for post in posts if post.top <= head - 2}))
    return Grid(page, x0, x1, top, bottom, head, columns)
