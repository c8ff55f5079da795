"""The printed page of a list: A4 landscape, as wide as the list, margins and page number of decree 30/2020."""

from openpyxl.worksheet.properties import PageSetupProperties

from .styles import FONT

_A4 = 9  # Excel's number for the paper
_INCH = 25.4  # mm; Excel counts margins in inches


def set_up(worksheet):
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page = worksheet.page_setup
    page.orientation, page.paperSize = "landscape", _A4
    page.fitToWidth, page.fitToHeight = 1, 0  # as many pages high as it takes
    # Each list counts its own pages, also when both are printed in one go.
    page.useFirstPageNumber, page.firstPageNumber = True, 1
    margins = worksheet.page_margins
    margins.left = margins.top = margins.bottom = 20 / _INCH
    margins.right = 15 / _INCH
    margins.header = margins.footer = 10 / _INCH
    worksheet.print_options.horizontalCentered = True
    # The page number is centred in the top margin and not shown on page 1.
    worksheet.HeaderFooter.differentFirst = True
    number = worksheet.oddHeader.center
    number.text, number.font, number.size = "&P", f"{FONT},Regular", 13
