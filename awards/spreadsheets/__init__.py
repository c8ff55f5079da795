"""Excel: layout.py knows how an official sheet looks; one module per list knows what stands in it."""
