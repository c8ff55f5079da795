"""WHY NOT, AND WHERE IS IT MENDED? A refusal with several points as a list, each with a link; one point as a sentence."""

from dataclasses import dataclass

from django.urls import reverse

from awards.models import Nomination

_PAPERS = ("letter", "minutes", "report")


@dataclass(frozen=True)
class RefusalView:
    """`points` [(sentence, address or "")] are told one by one under `heading`; without any, `heading` is all."""

    heading: str
    points: tuple = ()

    def __str__(self):
        return "\n".join([self.heading, *(sentence for sentence, _ in self.points)])


def for_page(refused, nomination):
    """A Refused (or None) about a dossier, as the pages of the Office and the Council show it."""
    if refused is None:
        return None
    if not refused.heading:
        return RefusalView(refused.sentence)
    points = ((line.sentence, _address(line.place, nomination)) for line in refused.obstacles)
    return RefusalView(refused.heading, tuple(points))


def _address(place, nomination):
    page = reverse("admin:awards_nomination_change", args=[nomination.pk])
    if place in _PAPERS:
        return f"{page}#van-ban-{place}"
    if place == "session":
        return reverse("admin:awards_councilsession_changelist")
    return "" if nomination.status == Nomination.Status.DRAFT else page
