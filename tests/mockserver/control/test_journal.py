"""
The journal of the mock.
"""

from __future__ import annotations

from apicontract.contract.exchange import Exchange
from mockserver.control.journal import Journal, har


def exchange(number: int = 1, body: bytes = b"{}", **more: object) -> Exchange:
    """
    Return an answer to a page with that number.
    """
    return Exchange(method="GET", url=f"http://a.test/v1/things/?offset={number}", status=200, body=body, **more)  # type: ignore[arg-type]


def test_oldest_leave_first() -> None:
    """
    Beyond its number of entries, the journal keeps the last ones.
    """
    journal = Journal(most_entries=2)
    for number in (1, 2, 3):
        journal.add(exchange(number), moment=0.0, duration=0.0)

    assert [2, 3] == [entry.number for entry in journal]


def test_counts_outlive_entries() -> None:
    """
    What left the journal was still counted.
    """
    journal = Journal(most_entries=1)
    for number in (1, 2, 3):
        journal.add(exchange(number), moment=0.0, duration=0.0)

    assert (3, {200: 3}) == (journal.total, dict(journal.statuses))


def test_bytes_are_bounded() -> None:
    """
    Ten thousand large answers never weigh more than the bound.
    """
    journal = Journal(most_bytes=100_000)
    weights = []
    for number in range(10_000):
        journal.add(exchange(number, b"x" * 5_000), moment=0.0, duration=0.0)
        weights.append(journal.weight)

    assert max(weights) <= 100_000
    assert sum(entry.weight for entry in journal) == journal.weight


def test_huge_answer_is_kept_without_its_body() -> None:
    """
    An answer larger than the whole journal is still in it.
    """
    journal = Journal(most_bytes=10_000)
    journal.add(exchange(body=b"x" * 20_000), moment=0.0, duration=0.0)

    assert [b""] == [entry.exchange.body for entry in journal]


def test_tokens_are_hidden() -> None:
    """
    A token that a client sent is not told.
    """
    journal = Journal()
    journal.add(exchange(request_headers=(("Authorization", "Token abc"), ("Accept", "*/*"))), 0.0, 0.0)

    assert [(("Authorization", "***"), ("Accept", "*/*"))] == [each.exchange.request_headers for each in journal]


def test_credentials_are_hidden_everywhere() -> None:
    """
    A credential of a header, of the query, and of links that repeat the query stands nowhere in an entry or its export.
    """
    journal = Journal()
    journal.add(
        Exchange(
            method="GET",
            url="http://a.test/v1/things/?api_key=hush&limit=2",
            status=200,
            headers=(("Link", '<http://a.test/v1/things/?api_key=hush>; rel="next"'), ("Set-Cookie", "s=hush")),
            body=b'{"next":"http://a.test/v1/things/?api_key=hush&limit=2&offset=2","token":1,"name":"\xff"}',
            request_headers=(("x-api-key", "hush"), ("x-auth-token", "hush"), ("cookie", "s=hush")),
        ),
        0.0,
        0.0,
    )
    (entry,) = journal

    assert "hush" not in repr(entry)
    assert "hush" not in repr(har(journal, ("apicontract", "1")))
    assert (
        b'{"next":"http://a.test/v1/things/?api_key=***&limit=2&offset=2","token":1,"name":"\xff"}'
        == entry.exchange.body
    )


def test_archive_holds_the_exchange() -> None:
    """
    An exported entry has the URL, its decoded query and the body as text.
    """
    journal = Journal()
    journal.add(exchange(7, "Ē".encode()), moment=1_700_000_000.0, duration=0.25)
    entry = har(journal, ("apicontract", "1"))["log"]["entries"][0]

    assert ("2023-11-14T22:13:20+00:00", 250.0) == (entry["startedDateTime"], entry["time"])
    assert [{"name": "offset", "value": "7"}] == entry["request"]["queryString"]
    assert {"size": 2, "mimeType": "", "text": "Ē"} == entry["response"]["content"]


def test_archive_holds_bytes() -> None:
    """
    A body that is no text is exported in base64.
    """
    journal = Journal()
    journal.add(exchange(body=b"\xff"), moment=0.0, duration=0.0)
    content = har(journal, ("apicontract", "1"))["log"]["entries"][0]["response"]["content"]

    assert ("/w==", "base64") == (content["text"], content["encoding"])


def test_reset_forgets() -> None:
    """
    After a reset the journal is as new.
    """
    journal = Journal()
    journal.add(exchange(), moment=0.0, duration=0.0)
    journal.reset()

    assert (0, 0, 0) == (len(journal), journal.total, journal.weight)


def test_hints_and_headers_are_weighed() -> None:
    """
    What an entry holds beside its body counts: headers and hints as much as bytes of a body.
    """
    heavy = [
        exchange(body=b"x" * 50_000),
        exchange(request_headers=(("A", "x" * 50_000),)),
        exchange(headers=(("A", "x" * 50_000),)),
    ]
    weights = [Journal().add(each, 0.0, 0.0).weight for each in heavy]
    weights.append(Journal().add(exchange(), 0.0, 0.0, ["x" * 50_000]).weight)

    assert all(50_000 < each < 53_000 for each in weights)


def test_export_leaves_the_entries_as_they_are() -> None:
    """
    Exporting the journal makes it no larger.
    """
    journal = Journal()
    entry = journal.add(exchange(), 0.0, 0.0)
    har(journal, ("apicontract", "1"))

    assert "query" not in vars(entry.raw.exchange)


def test_journal_gives_up_its_oldest() -> None:
    """
    Asked for bytes, the journal lets so many of the oldest entries leave as it takes.
    """
    journal = Journal()
    for number in (1, 2, 3):
        journal.add(exchange(number, b"x" * 1_000), 0.0, 0.0)
    lost = journal.give_up(1_001)

    assert (1, [2, 3]) == (lost, [entry.number for entry in journal])
    assert sum(entry.weight for entry in journal) == journal.weight


def test_host_that_no_parser_reads_is_exported() -> None:
    """
    An exchange whose host is none is exported as it was sent.
    """
    journal = Journal()
    journal.add(Exchange("GET", "http://[/v1/things/?a=1&b=", 400, body=b"{}"), 0.0, 0.0)
    request = har(journal, ("apicontract", "1"))["log"]["entries"][0]["request"]

    assert "http://[/v1/things/?a=1&b=" == request["url"]
    assert [{"name": "a", "value": "1"}, {"name": "b", "value": ""}] == request["queryString"]
