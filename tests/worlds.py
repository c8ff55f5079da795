"""A world that is dear to build is built once in a process; every later test gets its rows back, and fresh objects.

The rows are read after the first building, within its own transaction, and inserted again as they were. What the
builder returned is copied deeply before anybody touches it.
"""

import copy

from django.apps import apps
from django.db import connection, transaction

_kept = {}


def world(key, build):
    """What `build()` gives, from an empty database; the second time without building."""
    if key not in _kept:
        before = _tables()
        made = build()
        _kept[key] = (_added(before), copy.deepcopy(made))
        return made
    rows, made = _kept[key]
    _insert(rows)
    return copy.deepcopy(made)


def _names():
    models = apps.get_models(include_auto_created=True)
    return [model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy]


def _tables():
    """Tables that hold rows already: what migrations wrote."""
    with connection.cursor() as cursor:
        found = set()
        for table in _names():
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
            if cursor.fetchone():
                found.add(table)
        return found


def _added(before):
    """[(INSERT statement, rows)] of every table that was empty."""
    found = []
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in _names():
            if table in before:
                continue
            cursor.execute(f"SELECT * FROM {quote(table)}")
            rows = cursor.fetchall()
            if rows:
                columns = [column[0] for column in cursor.description]
                named = ", ".join(map(quote, columns))
                places = ", ".join(["%s"] * len(columns))
                found.append((f"INSERT INTO {quote(table)} ({named}) VALUES ({places})", rows))
    return found


def _insert(tables):
    # In one transaction, at whose end foreign keys are looked at: the order of tables does not matter.
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, rows in tables:
            cursor.executemany(statement, rows)
