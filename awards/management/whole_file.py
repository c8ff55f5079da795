"""HOW DOES A COMMAND WRITE A FILE? Beside its place, then renamed: whoever reads it sees the old one or the new, whole."""

import os
from contextlib import contextmanager

from django.core.management.base import CommandError


@contextmanager
def replacing(path):
    """A binary stream whose bytes take the place of `path` at the end; after an error the old file stands.

    Raises CommandError where the disk refuses.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as stream:
            yield stream
        part.replace(path)
    except OSError as error:
        raise CommandError(
            f"Không ghi được {path} ({error.strerror}). Hãy kiểm tra quyền ghi và chỗ trống, hoặc chọn nơi khác."
        ) from error
    finally:
        part.unlink(missing_ok=True)
