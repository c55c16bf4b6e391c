"""
A request that is worth sending.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from apicontract.contract.exchange import Exchange

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names and values of a query, or of headers.
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Probe:
    """
    A request that has not been sent.

    Attributes:
        path: absolute path.
        query: names and values in order.
        headers: request headers.
        method: upper case.
    """

    path: str
    query: Pairs = ()
    headers: Pairs = ()
    method: str = "GET"

    def as_exchange(self) -> Exchange:
        """
        Return the exchange without its answer, so that the contract can say what it asks for.
        """
        return Exchange.unanswered(self.method, f"http://unasked{self.path}", self.query, self.headers)

    @property
    def parts(self) -> tuple[str, str, Pairs, Pairs]:
        """
        What a client is told to send: method, path, query and headers.
        """
        return self.method, self.path, self.query, self.headers

    @property
    def names(self) -> tuple[str, ...]:
        """
        The features of the probe that can be left out, one by one: parameters and headers.
        """
        return tuple(dict.fromkeys([name for name, _ in self.query] + [f"{name}:" for name, _ in self.headers]))

    def only(self, names: frozenset[str]) -> Probe:
        """
        Return the probe with these features alone.
        """
        return replace(
            self,
            query=tuple(each for each in self.query if each[0] in names),
            headers=tuple(each for each in self.headers if f"{each[0]}:" in names),
        )

    def without(self, name: str) -> Probe:
        """
        Return the probe without one parameter.
        """
        return replace(self, query=tuple(each for each in self.query if each[0] != name))

    def replacing(self, name: str, value: str) -> Probe:
        """
        Return the probe with one parameter set to a value, once.
        """
        return replace(self, query=(*self.without(name).query, (name, value)))

    def halves(self) -> Iterator[Probe]:
        """
        Yield smaller probes, the much smaller ones first.
        """
        names = self.names
        size = len(names)
        while size > 1:
            size = (size + 1) // 2
            for start in range(0, len(names), size):
                yield self.only(frozenset(names[start : start + size]))
        for name in names if len(names) > 2 else ():  # noqa: PLR2004 - with two, each was tried alone
            yield self.only(frozenset(names) - {name})
