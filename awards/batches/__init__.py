"""Long work in parts: asked for on a page, done by a worker on all cores, cancelled, and going on after a stop.

jobs says what can be asked for and how it is cut into parts, asking who may, parts how one part is made in a
process of its own, joining how one file comes of them, running who does it, keeping where the files are.
Nothing is imported here: a fresh process reads this before Django is set up.
"""
