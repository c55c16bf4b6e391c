"""
A request as the rest of the mock sees it.
"""

from __future__ import annotations

import pytest

from mockserver.http.request import Request, decode_path, read_request


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("a=1&a=2&b", (("a", "1"), ("a", "2"), ("b", ""))),
        ("a=1;b=2", (("a", "1;b=2"),)),
        ("a=%FF&b=%C3%A4", (("a", "\ufffd"), ("b", "ä"))),
        ("a=\xc3\xa4", (("a", "ä"),)),
        ("a=\xff", (("a", "ÿ"),)),
        ("&&a=+&", (("a", " "),)),
    ],
)
def test_parameters_are_decoded_as_the_framework_does(query: str, parameters: tuple[tuple[str, str], ...]) -> None:
    """
    Only `&` separates, blank values stay, what is no UTF-8 is replaced.
    """
    assert Request("GET", "http", "x", "/", query).parameters == parameters


def test_last_value_counts_and_every_value_is_kept() -> None:
    """
    Of a repeated parameter the last value counts, but all can be had.
    """
    request = Request("GET", "http", "x", "/", "a=1&b=3&a=2")
    assert (request.last["a"], request.every("a")) == ("2", ("1", "2"))


def test_bytes_that_are_no_text_stay_encoded() -> None:
    """
    A path keeps percent-encoded what is not UTF-8.
    """
    assert decode_path("/\xc3\xa4/\xff/") == "/ä/%FF/"


def test_url_is_encoded_anew() -> None:
    """
    The absolute URL has the path encoded, and the query as it was sent.
    """
    request = Request("GET", "https", "x.example:8", "/ä b/", "q=%20+ö")
    assert request.url == "https://x.example:8/%C3%A4%20b/?q=%20+%C3%B6"


@pytest.mark.parametrize("host", ["a b", "", "x/y", "x:y", "<x>"])
def test_hosts_that_are_none_are_noticed(host: str) -> None:
    """
    A host header that is no host is no request for a view.
    """
    assert not Request("GET", "http", host, "/").well_formed
    assert Request("GET", "http", "[::1]:80", "/").well_formed


def test_too_many_fields_are_noticed() -> None:
    """
    More fields than the framework reads are no request for a view.
    """
    three = Request("GET", "http", "x", "/", "a&a&a")
    assert [False, True, True] == [three.within(most) for most in (2, 3, None)]


@pytest.mark.parametrize(("port", "host"), [("80", "named"), ("8000", "named:8000")])
def test_missing_host_is_the_servers(port: str, host: str) -> None:
    """
    Without a host header the server's name counts, with its port where it is not the usual one.
    """
    environ = {"wsgi.url_scheme": "http", "REQUEST_METHOD": "get", "SERVER_NAME": "named", "SERVER_PORT": port}
    request = read_request(environ)
    assert (request.method, request.host) == ("GET", host)


def test_mounted_application_sees_its_prefix() -> None:
    """
    Where the application is mounted below a path, links carry it.
    """
    environ = {"wsgi.url_scheme": "http", "REQUEST_METHOD": "GET", "SCRIPT_NAME": "/below", "PATH_INFO": "/a/"}
    request = read_request({**environ, "HTTP_HOST": "x", "SERVER_PORT": "80", "SERVER_NAME": "x"})
    assert (request.path, request.origin, request.url) == ("/a/", "http://x/below", "http://x/below/a/")


@pytest.mark.parametrize(
    ("proto", "host", "origin"),
    [
        ("HTTPS", "public.example:8443, inner", "https://public.example:8443"),
        ("javascript", "public.example", "http://public.example"),
        ("https", "a b", "https://mock.example"),
        ("", "[::1]:80", "http://[::1]:80"),
        ("https", "user@public.example", "https://mock.example"),
        ("https", "public.example/path", "https://mock.example"),
    ],
)
def test_forwarded_values_are_checked(proto: str, host: str, origin: str) -> None:
    """
    A proxy's scheme counts if it is http or https, its host if it has the form of one, each on its own.
    """
    environ = {
        "REQUEST_METHOD": "GET",
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "mock.example",
        "HTTP_X_FORWARDED_PROTO": proto,
        "HTTP_X_FORWARDED_HOST": host,
    }
    assert origin == read_request(environ, trust_proxy=True).origin


def test_another_query() -> None:
    """
    The same request can ask for other parameters, encoded anew.
    """
    request = Request("GET", "http", "x", "/a/", "x=1")

    assert Request("GET", "http", "x", "/a/", "a=1+2&b=%26") == request.with_parameters([("a", "1 2"), ("b", "&")])
