"""The archive: everything of a dossier, a unit or a campaign in one ZIP, with its manifest and the metadata of
electronic files (Decree 30/2020/NĐ-CP, appendix VI).

scopes says how much is asked for, dossier_contents and campaign_contents what belongs in it for a reader, metadata
describes it, zip_writer writes the bytes.
"""

from .scopes import Scope, campaign, dossier, unit
from .zip_writer import Packer, Stamp

__all__ = ["Packer", "Scope", "Stamp", "campaign", "dossier", "unit"]
