"""
How far a mock of an imported Django project agrees with the project itself, request by request.

Requests come from the tables of `tests/differential`, made from what the project's code says and from rows that it
sends; the comparison is that of `tests/differential`, too. Run as `python -m agreement --help`.
"""
