"""
Parameters -> filters of django-filter; search and ordering -> filter backends of DRF.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import F, Q
from django_filters import rest_framework as filters
from django_filters.constants import EMPTY_VALUES
from rest_framework.filters import OrderingFilter, SearchFilter

from reference_drf.service import PARTS

if TYPE_CHECKING:
    from reference_drf.models import Models
    from reference_drf.service import Parameter, Resource, Service

#: type -> the filter that django-filter makes for a column of that type.
BY_TYPE: dict[str, type[filters.Filter]] = {
    "text": filters.CharFilter,
    "boolean": filters.BooleanFilter,
    "form-boolean": django_filters.BooleanFilter,
    "integer": filters.NumberFilter,
    "number": filters.NumberFilter,
    "related": filters.NumberFilter,
    "date": filters.DateFilter,
    "date-time": filters.IsoDateTimeFilter,
    "duration": filters.DurationFilter,
    "uuid": filters.UUIDFilter,
    "choice": filters.CharFilter,
}


class EitherField:
    """
    A filter that is satisfied when any of several paths is.
    """

    paths: tuple[str, ...] = ()

    def filter(self, qs: Any, value: Any) -> Any:
        """
        Join what the framework's filter would ask of each path by "or".
        """
        if value in EMPTY_VALUES:
            return qs
        asked = (Q(**{f"{path}__{self.lookup_expr}": value}) for path in self.paths)
        return qs.filter(reduce(or_, asked)).distinct()


class ByRule:
    """
    A filter whose values stand for conditions that a programmer wrote (`method=` of django-filter).
    """

    rules: Any = None

    def filter(self, qs: Any, value: Any) -> Any:
        """
        Apply the condition of a value, if it has one.
        """
        if value in EMPTY_VALUES or value not in self.rules:
            return qs
        return qs.filter(self.rules[value]()).distinct()


class OfNothingShown:
    """
    A filter on what no shape shows, so that there is no column to ask: it reads its value and selects nothing.
    """

    def filter(self, qs: Any, value: Any) -> Any:
        """
        Select nothing, if a value is given.
        """
        return qs if value in EMPTY_VALUES else qs.none()


def leads_somewhere(built: Models, entity: str, path: str) -> bool:
    """
    Say whether a dotted path ends at a column.
    """
    name, _, rest = path.partition(".")
    column = built.columns[entity].get(name)
    if column is None or not rest:
        return column is not None
    return column.kind in {"one", "many"} and leads_somewhere(built, column.entity, rest)


def orm_path(path: str) -> str:
    """
    Return a dotted path as the ORM writes it.
    """
    return path.replace(".", "__")


def build_filter_set(service: Service, resource: Resource, built: Models) -> type[filters.FilterSet]:
    """
    Make the filter set of a resource: its parameters in the order declared.
    """
    members: dict[str, Any] = {
        each.name: _by_rule(each) if each.rules else _filter(service, resource, each, built)
        for each in resource.parameters
    }
    if resource.ordering and service.setting("unknown_ordering") == "refuse":
        members["ordering"] = filters.OrderingFilter(fields=[(each, each) for each in resource.ordering])
    members["Meta"] = type("Meta", (), {"model": built.entities[resource.entity], "fields": []})
    return type("Filters", (filters.FilterSet,), members)


def _by_rule(parameter: Parameter) -> filters.Filter:
    kind = filters.ChoiceFilter if parameter.choices else BY_TYPE[parameter.type]
    options = {"choices": [(each, each) for each in parameter.choices]} if parameter.choices else {}
    return type("Filter", (ByRule, kind), {"rules": parameter.rules})(**options)


def _filter(service: Service, resource: Resource, parameter: Parameter, built: Models) -> filters.Filter:
    if not any(leads_somewhere(built, resource.entity, path) for path in parameter.fields):
        return type("Filter", (OfNothingShown, BY_TYPE[parameter.type]), {})()
    if (
        parameter.type == "related"
        and parameter.lookup in {"exact", "any"}
        and service.setting("unknown_choice") == "refuse"
    ):
        return _related(parameter, built)
    if parameter.type == "choice" and parameter.lookup in {"exact", "any"}:
        kind = filters.ChoiceFilter if parameter.lookup == "exact" else filters.MultipleChoiceFilter
        return kind(field_name=orm_path(parameter.fields[0]), choices=[(each, each) for each in parameter.choices])
    if parameter.lookup == "any":
        return filters.AllValuesMultipleFilter(field_name=orm_path(parameter.fields[0]))
    bases: tuple[type, ...] = (BY_TYPE[parameter.type],)
    members: dict[str, Any] = {}
    if parameter.lookup in {"in", *PARTS}:
        bases = (filters.BaseInFilter, *bases)
    if parameter.lookup == "isnull":
        bases = (filters.BooleanFilter,)
    if len(parameter.fields) > 1:
        bases = (EitherField, *bases)
        members["paths"] = tuple(map(orm_path, parameter.fields))
    kind = type("Filter", bases, members)
    expression = f"{parameter.lookup}__in" if parameter.lookup in PARTS else parameter.lookup
    return kind(field_name=orm_path(parameter.fields[0]), lookup_expr=expression, distinct=True)


def _related(parameter: Parameter, built: Models) -> filters.Filter:
    relation, _, key = parameter.fields[0].rpartition(".")
    kind = filters.ModelChoiceFilter if parameter.lookup == "exact" else filters.ModelMultipleChoiceFilter
    model = built.entities[parameter.related]
    options = {} if key == model._meta.pk.name else {"to_field_name": key}
    return kind(field_name=orm_path(relation), queryset=model._default_manager.all(), distinct=True, **options)


class PlainSearch(SearchFilter):
    """
    The search of DRF before 3.15: commas are blanks, quotes are literal.
    """

    def get_search_terms(self, request: Any) -> list[str]:
        """
        Return the words of the search.
        """
        text = request.query_params.get(self.search_param, "")
        return text.replace("\x00", "").replace(",", " ").split()


class Ordering(OrderingFilter):
    """
    DRF's ordering, with nulls where the service's database puts them.
    """

    nulls_last = True

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        """
        Order by what DRF read, said with an explicit place for nulls.
        """
        terms = self.get_ordering(request, queryset, view)
        return queryset.order_by(*(self._expression(term) for term in terms)) if terms else queryset

    def _expression(self, term: str) -> Any:
        column = F(term.removeprefix("-"))
        if term.startswith("-"):
            return column.desc(**self._nulls(last=not self.nulls_last))
        return column.asc(**self._nulls(last=self.nulls_last))

    @staticmethod
    def _nulls(*, last: bool) -> dict[str, bool]:
        return {"nulls_last": True} if last else {"nulls_first": True}


class NullsFirst(Ordering):
    """
    The same for a database whose nulls are the smallest values.
    """

    nulls_last = False
