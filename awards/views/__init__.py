"""The units' face: thin pages over the rooms below. No rule lives here."""
