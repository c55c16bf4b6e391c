"""
The documentation of a resource as lines to show, its examples as links into this server.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.contract.model import Api, Documentation

_HOST = "{host}"


@dataclass(frozen=True, slots=True)
class DocumentedLine:
    """
    A documented line: a label, a text, and where the text leads, if anywhere.
    """

    label: str
    text: str
    href: str | None = None


def documented(api: Api, documentation: Documentation, host: str) -> list[tuple[str, list[DocumentedLine]]]:
    """
    Return headings with their lines, the host filled in.
    """
    return [
        (
            heading,
            [
                DocumentedLine(label.replace(_HOST, host), text.replace(_HOST, host), _href(api, text))
                for label, text in lines
            ],
        )
        for heading, lines in documentation.sections
    ]


def example_links(api: Api, documentation: Documentation) -> list[tuple[str, str]]:
    """
    Return the examples, each once, as the documented text and the path that it means on this server.
    """
    texts = [text for _, lines in documentation.sections for _, text in lines if _is_example(text)]
    return [(text, _href(api, text) or "") for text in dict.fromkeys(texts)]


def _is_example(text: str) -> bool:
    return text.startswith("/") and not text.startswith("//")


def _href(api: Api, text: str) -> str | None:
    """
    Return where a documented text leads on this server: an example's path, or a page of the host.
    """
    if _is_example(text):
        return api.base_path.rstrip("/") + text
    return text.removeprefix(_HOST) if text.startswith(f"{_HOST}/") else None
