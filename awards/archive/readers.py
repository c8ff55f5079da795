"""Whose archive is it? What one reader may have of it.

Everything comes through `visible_to(reader)` and the rules of the pages; `reader` None is the machine's own
administrator at the command line, who may read the disk anyway.
"""

from awards import access, permissions


def can_write(nomination, reader):
    if reader is None:
        return True
    return permissions.can_write(reader, nomination)


def can_read(reader, kind, campaign, unit_id=None):
    """Asked of every paper but the unit's own three, which go with the dossier."""
    return reader is None or access.can_read_paper(reader, kind.code, campaign, unit_id)


def seen(rows, reader):
    return rows if reader is None else rows.visible_to(reader)
