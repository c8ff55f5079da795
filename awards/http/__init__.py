"""What both faces share: finding a dossier, answering with pages, papers and files, refusals, versions."""
