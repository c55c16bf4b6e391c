"""
What the site itself answers where no view does (`django.views.defaults`, `django.middleware.common`).
"""

from __future__ import annotations

import html

from mockserver.http.answer import Answer

HTML = "text/html; charset=utf-8"


def site_page(status: int, title: str, text: str = "") -> Answer:
    """
    Return the plain HTML page with which the site itself answers where no view does (`django.views.defaults`).
    """
    name, sentence = html.escape(title), html.escape(text)
    page = (
        f'\n<!doctype html>\n<html lang="en">\n<head>\n  <title>{name}</title>\n</head>\n'
        f"<body>\n  <h1>{name}</h1><p>{sentence}</p>\n</body>\n</html>\n"
    )
    return Answer(status, (("Content-Type", HTML),), page.encode())


def no_such_page() -> Answer:
    """
    Return the page of a path that no route has.
    """
    return site_page(404, "Not Found", "The requested resource was not found on this server.")


def bad_request() -> Answer:
    """
    Return the page of a request that no view should see: a host that is none, too many fields.
    """
    return site_page(400, "Bad Request (400)")


def moved(location: str) -> Answer:
    """
    Return the redirect to the same path with its missing slash (`django.middleware.common.CommonMiddleware`).
    """
    return Answer(301, (("Content-Type", HTML), ("Location", location)), b"")
