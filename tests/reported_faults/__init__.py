"""
A gallery of servers that make mistakes from public bug reports of list APIs, with the address of each report.

They are made of real Django REST Framework applications. Which half of them may be studied is decided by a hash of the
name (`gallery.is_visible`); the modules `hidden` only count.
"""
