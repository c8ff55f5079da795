"""Where a line of the checklist leads: the page of the dossier that mends it."""

# Where the line leads: the page of the dossier that mends it.
NOMINEE, LETTER, MINUTES, REPORT, SCORES, EVIDENCE, SIGNED, SUBMIT = (
    "nominee",
    "letter",
    "minutes",
    "report",
    "scores",
    "evidence",
    "signed",
    "submit",
)
