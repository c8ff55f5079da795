"""WHAT MAY A READER SEE? As on the pages: everything comes through `visible_to(reader)` and their rules.

`reader` None is the machine's own administrator at the command line, who may read the disk anyway.
"""

from awards import access, permissions


def visible_rows(rows, reader):
    return rows if reader is None else rows.visible_to(reader)


def can_enter_admin(reader):
    return reader is None or access.can_enter_admin(reader)


def can_write(reader, nomination):
    return reader is None or permissions.can_write(reader, nomination)


def can_read_paper(reader, kind, campaign, unit_id=None):
    """Asked of every paper but the unit's own three, which go with the dossier."""
    return reader is None or access.can_read_paper(reader, kind.code, campaign, unit_id)
