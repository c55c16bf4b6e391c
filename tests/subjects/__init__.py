"""
Real projects that nobody here wrote: how far the mock of each agrees with it, and whether a check accuses it.

Each has a small file that runs in an environment of its own, fills a database of SQLite by the project's own means, and
serves it: `python FILE fill` and `python FILE serve PORT`. `python -m subjects` does the rest, by hand
(`tox -e subjects`).
"""
