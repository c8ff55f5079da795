"""The mechanical list of the form (docs/domain.md 2.5) in the order in which it is told."""

from . import check_fonts, check_header, check_page, check_signature, check_text

RULES = (
    *check_page.RULES,
    *check_fonts.RULES,
    *check_header.RULES,
    *check_text.RULES,
    *check_signature.RULES,
)
