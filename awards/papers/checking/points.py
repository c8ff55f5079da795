"""The mechanical list of the form (domain 2.5) in the order in which it is told."""

from . import on_head, on_page, on_signing, on_text, on_type

RULES = (*on_page.RULES, *on_type.RULES, *on_head.RULES, *on_text.RULES, *on_signing.RULES)
