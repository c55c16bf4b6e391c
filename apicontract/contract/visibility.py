"""
What of a resource depends on who asks: the part of a contract that says how answers without a token may differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from apicontract.contract.grades import Grade

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Statuses that refuse a request without credentials, or without the right to ask (RFC 9110, sections 15.5.2, 15.5.4).
REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


@dataclass(frozen=True, slots=True)
class Visibility:
    """
    How answers to requests without a token may differ from those with it; in everything else they agree.

    Attributes:
        list_status, record_status: status of a list and of a record without the token: 200, 401 or 403.
        personal: dotted paths of fields that have other values without the token, or are missing.
        hidden: whether lists leave out records without the token.
        grade, source: how well that is known, and what says so.
    """

    list_status: int = HTTPStatus.OK
    record_status: int = HTTPStatus.OK
    personal: tuple[str, ...] = ()
    hidden: bool = False
    grade: Grade = Grade.RECORDED
    source: str = ""

    def may_differ(self, path: str) -> bool:
        """
        Return whether a field, or one that it stands in, is declared to depend on who asks.
        """
        return any(path == each or path.startswith(f"{each}.") for each in self.personal)


def visibility_of(document: Mapping[str, Any]) -> Visibility:
    """
    Return the value of an entry of `visibility` in `api.json`.
    """
    return Visibility(
        **{
            **document,
            "personal": tuple(document.get("personal", ())),
            "grade": Grade(document["grade"]),
        }
    )


def visibility_document(visibility: Visibility) -> dict[str, Any]:
    """
    Return the entry of `visibility` in `api.json` that says the same; what is as usual is left out.
    """
    stated: dict[str, Any] = {
        "list_status": int(visibility.list_status),
        "record_status": int(visibility.record_status),
        "personal": list(visibility.personal),
        "hidden": visibility.hidden,
    }
    usual = {"list_status": HTTPStatus.OK, "record_status": HTTPStatus.OK, "personal": [], "hidden": False}
    told = {key: value for key, value in stated.items() if value != usual[key]}
    return {**told, "grade": visibility.grade.value, "source": visibility.source}


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """
    Return paths, sorted, without those that stand inside another one.
    """
    every = sorted(set(paths))
    return tuple(each for each in every if not any(each.startswith(f"{other}.") for other in every))
