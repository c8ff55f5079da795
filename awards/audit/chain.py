"""What exactly is hashed."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

# Shown on pages and papers; long enough to compare by eye.
SHORT = 12
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def canonical(value):
    """The one byte string of a JSON value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value):
    return hashlib.sha256(canonical(value)).hexdigest()


def as_stored(facts):
    """Facts as the database will give them back: JSON objects have text keys only.

    A float raises ValueError: PostgreSQL gives 1e16 back as an integer, and the hash would not hold.
    """
    return json.loads(canonical(facts), parse_float=_reject, parse_constant=_reject)


def _reject(text):
    raise ValueError(f"facts of an event hold no floats: {text}")


def linked(event):
    """Everything that the hash protects. The instant is counted in UTC, so that no zone setting changes it."""
    return digest(
        {
            "campaign": event.campaign_id,
            "sequence": event.sequence,
            "nomination": event.nomination_id,
            "verb": event.verb,
            "source": event.source,
            "target": event.target,
            "actor": event.actor_id,
            "actor_name": event.actor_name,
            "actor_role": event.actor_role,
            "at": (event.at - _EPOCH) // _MICROSECOND,
            "note": event.note,
            "facts": event.facts,
            "previous": event.previous_hash,
        }
    )
