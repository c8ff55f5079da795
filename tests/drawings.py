"""The same page is drawn once in a run: WeasyPrint gives the same bytes for the same source (fixed identifier).

What a test is about the drawing itself, it carries the marker `drawing` and draws for real.
"""

import hashlib
import os
import pickle
import tempfile
from pathlib import Path

from awards.papers.render import html, pdf

FOLDER = "TEST_DRAWINGS"


def folder() -> Path:
    """Shared by the workers of one run, which inherit the environment of their controller."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="emulation-drawings-")
    return Path(os.environ[FOLDER])


def remembered(draw):
    """`pdf._drawn`, asking the folder first."""

    def drawn(source, identifier):
        digest = hashlib.sha256("\0".join([source, identifier.hex(), html.stylesheet()]).encode()).hexdigest()
        path = folder() / digest
        if path.exists():
            return pickle.loads(path.read_bytes())
        result = draw(source, identifier)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(pickle.dumps(result))
        part.replace(path)
        return result

    return drawn


REAL = pdf._drawn
REMEMBERED = remembered(REAL)
