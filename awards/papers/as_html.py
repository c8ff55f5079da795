"""Blocks → one HTML page. Django escapes every text; only our own templates hold mark-up."""

from functools import lru_cache

from django.template.loader import render_to_string

from . import nd30


@lru_cache(maxsize=1)
def stylesheet():
    return render_to_string("papers/nd30.css", nd30.geometry())


def page(paper, *, draft=False, style=True, nonce=""):
    """`style=False` leaves the style sheet out, for a renderer that keeps it ready."""
    return render_to_string(
        "papers/paper.html",
        {
            "paper": paper,
            "draft": draft,
            "nonce": nonce,
            "style": stylesheet() if style else "",
            "country": nd30.COUNTRY,
            "motto": nd30.MOTTO,
        },
    )
