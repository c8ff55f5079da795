"""The renderers: the same blocks as PDF (over HTML), as Word, as a page for the browser's own print."""

from . import docx, html, pdf

__all__ = ["docx", "html", "pdf"]
