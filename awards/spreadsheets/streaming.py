"""A workbook that is written row by row, so that memory does not grow with the rows, and leaves nothing behind."""

from contextlib import contextmanager
from io import BytesIO

from openpyxl import Workbook


@contextmanager
def write_only(*, title, author):
    """A write-only workbook; if the work fails, its temporary files (personal data) are removed."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, author
    try:
        yield book
    except BaseException:
        _discard(book)
        raise


def _discard(book):
    """openpyxl removes a sheet's temporary file once it is in the archive: save the book where nobody reads it."""
    while book.worksheets:
        try:
            book.save(BytesIO())
        except Exception:
            # The first sheet went into an archive before, or cannot: the others have their turn.
            book.remove(book.worksheets[0])
        else:
            return
