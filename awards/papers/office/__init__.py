"""The Office's slips on one submission, one a file."""

from . import appraisal, common, receipt, return_slip

__all__ = ["appraisal", "common", "receipt", "return_slip"]
