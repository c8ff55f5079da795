"""One walk over the whole site serves every test of the house that reads pages."""

import logging
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import override_settings

from campaigns import clock
from tests import cast as c

from . import world as w
from .extras import extras


@dataclass
class Walk:
    """`answers`: {(method, name of the address, account): Answer}; `extras`: {what was asked: Answer};
    `actions`: {(table of the admin, account): names of the bulk actions it is offered}.
    """

    world: w.World
    answers: dict
    extras: dict
    actions: dict


@pytest.fixture(scope="session")
def walked(django_db_setup, django_db_blocker, tmp_path_factory):
    """The answers of the whole site, in one Walk. The database is left as it was."""
    uploads = tmp_path_factory.mktemp("uploads")
    # Undone before the first test runs: a transaction left open would stand in everybody's way.
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=uploads, VAR_DIR=uploads),
        clock.at(c.BEFORE),
        transaction.atomic(),
    ):
        world = w.build(c.assemble())
        logging.disable(
            logging.WARNING
        )  # refusals by the thousand are what is asked for; a 500 is still told
        walker = w.Walker(world)
        walk = Walk(world, _walk(world, walker), extras(world, walker), w.bulk_actions(world))
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)
    return walk


def _walk(world, walker):
    answers = {}
    for address in w.addresses():
        url = w.url(address, world)
        body = w.BODY.get(address.name, lambda world: {})(world)
        for who in w.ACCOUNTS:
            answers["GET", address.name, who] = walker.ask(who, "GET", url)
            answers["POST", address.name, who] = walker.ask(who, "POST", url, body)
    return answers
