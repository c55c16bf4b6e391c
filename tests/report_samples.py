"""
Reports that the tests of every format share.
"""

from apicontract.reports.report import Finding, Place, Report, Rule, RuleResult

CHECK = Report(
    tool="check",
    target="https://api.example",
    api="library-1.0",
    started_at="2026-01-02T03:04:05Z",
    rules=(
        Rule("rows-satisfy-filters", "violation", "Every row has the value that was asked for.", "published"),
        Rule("rows-sorted", "violation", "Rows stand in the order asked for.", "recorded"),
        Rule("limit-kept", "warning", "A page holds no more rows than asked for.", "framework"),
    ),
    verdicts=(
        RuleResult("rows-satisfy-filters", "violated", 3, subject="books"),
        RuleResult("rows-sorted", "kept", 2, subject="books"),
        RuleResult("limit-kept", "undecided", 0, "the budget was spent", "books"),
    ),
    findings=(
        Finding(
            rule="rows-satisfy-filters",
            level="violation",
            message="4 of 10 rows do not have in_print true",
            places=(Place("/results/3/in_print", "/results/3/in_print"),),
            details=(("expected", "true"), ("found", "false")),
            record="Emma (id 7)",
            curl=("curl -sS 'https://api.example/books/?in_print=true'",),
            subject="books",
        ),
    ),
    requests=5,
    remarks=("authors: left out, the budget is small",),
)

DIFF = Report(
    tool="diff",
    target="main..HEAD",
    api="library-1.0",
    rules=(
        Rule("answer-field-removed", "breaking", "A field that clients may read was removed."),
        Rule("answer-field-added", "compatible", "A field was added that clients do not know."),
    ),
    findings=(
        Finding(
            rule="answer-field-removed",
            level="breaking",
            message="pages is no longer sent",
            places=(Place("books results[].pages", ""),),
            file="schemas/library-1.0/books/normal.schema.json",
            line=12,
            subject="books/normal",
        ),
        Finding(
            rule="answer-field-added",
            level="compatible",
            message="page_count was added",
            places=(Place("", "books results[].page_count"),),
            subject="books/normal",
        ),
    ),
)

#: What is seldom there, and what is seldom missing.
RARE = Report(
    tool="check",
    target="a|b",
    api="library-1.0",
    rules=(
        Rule("rows-sorted", "violation", "", ""),
        Rule("limit-kept", "note", "A page holds no more rows than asked for.", "framework"),
        Rule("links-kept", "warning", "Links keep the query.", "published"),
    ),
    verdicts=(
        RuleResult("rows-sorted", "violated", 1),
        RuleResult("limit-kept", "undecided"),
        RuleResult("links-kept", "violated", 2, subject="books"),
        RuleResult("links-kept", "kept", 2, subject="authors"),
    ),
    findings=(
        Finding("rows-sorted", "violation", "row 2 stands before row 1", subject="books"),
        Finding("rows-sorted", "violation", "row 4 stands before row 3", (Place("", ""),), file="a b.json"),
        Finding(
            "links-kept",
            "warning",
            "next loses ` and ``",
            (Place("/next", "/next"),),
            file="x.json",
            line=1,
            subject="authors",
        ),
        Finding("limit-kept", "note", "11 rows"),
        Finding("unknown-rule", "warning", " 5% ", details=(("why", "a,b:c"),)),
    ),
    requests=1,
    remarks=("one", "two"),
)

#: A text that tries to leave every format: controls, markup, commands, table cells, code spans, wide characters.
HOSTILE = (
    "a\n::error::b\r%0A|c`d``e`<script>alert(1)</script>]]>&\x00\x1b[31mred\x1b]0;t\x07\u202e\ud800\ufffe ' \" \u2028"
)


def hostile() -> Report:
    """
    Return a report in which every free text is hostile.
    """
    return Report(
        tool="check",
        target=HOSTILE,
        api=HOSTILE,
        rules=(Rule("rows-sorted", "violation", HOSTILE, "recorded"),),
        verdicts=(RuleResult("rows-sorted", "violated", 1, HOSTILE, HOSTILE),),
        findings=(
            Finding(
                rule="rows-sorted",
                level="violation",
                message=HOSTILE,
                places=(Place(HOSTILE, ""),),
                details=((HOSTILE, HOSTILE),),
                record=HOSTILE,
                curl=(HOSTILE,),
                file=HOSTILE,
                line=1,
                subject=HOSTILE,
            ),
        ),
        remarks=(HOSTILE,),
    )
