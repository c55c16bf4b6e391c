"""
Names that options offer, without what is known by these names.
"""

#: Forms of a report (`apicontract.reports.FORMATS`, which a start of `--help` should not pay for).
FORMATS = ("text", "json", "junit", "sarif", "github", "markdown", "html")
