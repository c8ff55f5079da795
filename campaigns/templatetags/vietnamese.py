"""Dates, numbers and sizes in templates, as campaigns.vietnamese writes them; a missing value is blank."""

from django import template

from campaigns.vietnamese import dates, numbers

register = template.Library()


def _or_blank(write):
    def filter_(value):
        return "" if value is None or value == "" else write(value)

    return filter_


register.filter("vn_date", _or_blank(dates.short))
register.filter("vn_prose_date", _or_blank(dates.in_prose))
register.filter("vn_instant", _or_blank(dates.instant))
register.filter("vn_left", _or_blank(dates.countdown))
register.filter("points", _or_blank(numbers.decimal))
register.filter("money", _or_blank(numbers.grouped))
register.filter("money_words", _or_blank(numbers.money_in_words))
register.filter("two_digits", _or_blank(numbers.two_digits))


@register.filter
def vn_moment(instant):
    """ "08:15 04/01/2024", where a column says that the hour is Vietnam's."""
    if not instant:
        return ""
    local = instant.astimezone(dates.VIETNAM)
    return f"{local:%H:%M} {dates.short(local)}"


@register.filter
def file_size(size):
    """Bytes as a person compares them: "640 KB", "2,4 MB"."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{numbers.decimal(round(size / 1024 / 1024, 1))} MB"


@register.filter
def short_hash(digest):
    """Long enough to compare by eye."""
    return (digest or "")[:12]


@register.filter
def points_or_dash(value):
    """Points, or "–" where nothing is counted."""
    return "–" if value is None or value in ("", "–") else numbers.decimal(value)


@register.filter
def pair(first, second):
    return (first, second)
