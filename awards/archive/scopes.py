"""HOW MUCH IS ASKED FOR? The archive of one dossier, of a unit, of a whole campaign: its folders and its name."""

from dataclasses import dataclass

from awards.models import Nomination
from campaigns.vietnamese import names

from . import campaign_contents, dossier_contents, history, readers
from .zip_writer import pack


@dataclass(frozen=True)
class Scope:
    """What an archive is about. `nominations` is a queryset that the reader may see; `whole`: the campaign."""

    campaign: object
    nominations: object
    title: str
    file_name: str
    whole: bool = False

    def sections(self, reader, *, address=""):
        """One Section at a time, so that a campaign is never in memory at once."""
        for nomination in self.nominations:
            yield dossier_contents.dossier_section(nomination, reader, address=address)
        common = campaign_contents.shared_section(self.campaign, self.nominations, reader, whole=self.whole)
        if common.entries or common.missing:
            yield common

    def write(self, stream, reader, *, stamp, address=""):
        """The whole archive into a binary stream. Returns the manifest."""
        return pack(
            stream,
            self.sections(reader, address=address),
            title=self.title,
            stamp=stamp,
            head=history.campaign_head(self.campaign) if self.whole else None,
        )


def _rows(reader):
    return (
        readers.visible_rows(Nomination.objects.all(), reader)
        .select_related(
            "campaign__department", "unit", "person__unit", "created_by", "letter", "minutes", "report"
        )
        .order_by("number")
    )


def dossier(nomination, reader):
    return Scope(
        campaign=nomination.campaign,
        nominations=_rows(reader).filter(pk=nomination.pk),
        title=f"Hồ sơ {nomination.reference}: {nomination.nominee_name}",
        file_name=f"ho-so-{names.slug(nomination.reference)}.zip",
    )


def unit(campaign, unit, reader):
    return Scope(
        campaign=campaign,
        nominations=_rows(reader).filter(campaign=campaign, unit=unit),
        title=f"Hồ sơ của {unit.name}: {campaign.title}",
        file_name=f"ho-so-{names.slug(unit.code)}-{names.slug(campaign.code)}.zip",
    )


def campaign(campaign, reader):
    return Scope(
        campaign=campaign,
        nominations=_rows(reader).filter(campaign=campaign),
        title=f"Hồ sơ Đợt thi đua: {campaign.title}",
        file_name=f"ho-so-{names.slug(campaign.code)}.zip",
        whole=True,
    )
