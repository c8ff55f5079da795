"""Which version of a row did the person's page show?"""

from campaigns.vietnamese import numbers


def posted_version(request):
    """The version that the person's page showed; what is missing or no number is older than every row, never "any"."""
    return numbers.posted(request.POST.get("version", "")) or 0
