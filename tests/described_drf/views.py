"""
What is served where, in each of the ways that are read.
"""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.urls import URLResolver, include, path
from django.urls.resolvers import LocalePrefixPattern
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.filters import SearchFilter
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.views import APIView
from rest_framework.viewsets import ModelViewSet, ReadOnlyModelViewSet

from described_drf import models


class Owner(BasePermission):
    """
    Lets in whom it likes.
    """

    def has_permission(self, request: Any, view: Any) -> bool:
        """
        Decide.
        """
        return bool(request) and bool(view)


class InList(filters.BaseInFilter, filters.CharFilter):
    """
    A list of texts.
    """


class Odd(filters.CharFilter):
    """
    A filter with code of its own.
    """

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        """
        Select what nobody can guess.
        """
        return qs.filter(title=value[::-1])


class ItemFilters(filters.FilterSet):
    """
    One filter of each kind.
    """

    shop = filters.ModelChoiceFilter(queryset=models.Shop.objects.all())
    title_in = InList(field_name="title", lookup_expr="in")
    kinds = filters.MultipleChoiceFilter(field_name="kind", choices=[("new", "New"), ("used", "Used")])
    price = filters.RangeFilter()
    unsold = filters.BooleanFilter(field_name="sold", lookup_expr="isnull")
    not_kind = filters.CharFilter(field_name="kind", exclude=True)
    all_tags = filters.ModelMultipleChoiceFilter(field_name="tags", queryset=models.Tag.objects.all(), conjoined=True)
    text = filters.CharFilter(method="either")
    rest = filters.CharFilter(method="computed")
    odd = Odd()
    shop_name = filters.CharFilter(field_name="shop__name", lookup_expr="icontains")
    hidden = filters.CharFilter()
    plain = django_filters.BooleanFilter(field_name="sold", lookup_expr="isnull")
    ordering = filters.OrderingFilter(fields=(("title", "by_title"), ("shop__name", "by_shop")))

    class Meta:
        """
        And a generated one.
        """

        model = models.Item
        fields: ClassVar = {"sold": ["gte"]}

    def either(self, queryset: QuerySet, name: str, value: str) -> QuerySet:  # noqa: ARG002 - as it is called
        """
        Look in two columns.
        """
        return queryset.filter(Q(title__icontains=value) | Q(shop__name__icontains=value)).distinct()

    def computed(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """
        Do what no declaration says.
        """
        return queryset.filter(**{name: value.upper()})


class TagSerializer(serializers.ModelSerializer):
    """
    A word.
    """

    class Meta:
        """
        Both fields.
        """

        model = models.Tag
        fields = ("id", "word")


class ItemSerializer(serializers.ModelSerializer):
    """
    An item in a list.
    """

    caption = serializers.CharField(source="title")
    length = serializers.SerializerMethodField()
    url = serializers.HyperlinkedIdentityField(view_name="v1:items-detail")
    secret = serializers.CharField(write_only=True)

    class Meta:
        """
        Most fields.
        """

        model = models.Item
        fields = ("id", "url", "caption", "kind", "price", "sold", "shop", "length", "secret")

    def get_length(self, item: models.Item) -> int:
        """
        Count.
        """
        return len(item.title)


class WholeItemSerializer(ItemSerializer):
    """
    An item alone.
    """

    tags = TagSerializer(many=True)

    class Meta(ItemSerializer.Meta):
        """
        And its tags.
        """

        fields = (*ItemSerializer.Meta.fields, "tags")


class ShopSerializer(serializers.ModelSerializer):
    """
    A shop.
    """

    class Meta:
        """
        Its names.
        """

        model = models.Shop
        fields = ("slug", "name")


class ItemView(ModelViewSet):
    """
    Items, in two forms.
    """

    queryset = models.Item.objects.order_by("-title", "pk")
    filterset_class = ItemFilters
    search_fields = ("title", "shop__name")
    permission_classes = (IsAuthenticated | Owner,)

    def get_serializer_class(self) -> type:
        """
        Return the form that the action, or the query, asks for.
        """
        if self.request.user.is_authenticated or self.request.query_params.getlist("fields"):
            return WholeItemSerializer
        whole = self.action == "retrieve" or self.request.query_params.get("mode") in {"whole", "full"}
        return WholeItemSerializer if whole or self.request.query_params.get("mode") == "long" else ItemSerializer


class ChosenSearch(SearchFilter):
    """
    Looks where the view says, if nobody is signed in.
    """

    def get_search_fields(self, view: Any, request: Any) -> Any:
        """
        Choose.
        """
        return ("name", "owner") if request.user.is_authenticated else super().get_search_fields(view, request)


class ShopView(ReadOnlyModelViewSet):
    """
    Shops, named by their slugs.
    """

    queryset = models.Shop.objects.all()
    serializer_class = ShopSerializer
    lookup_field = "slug"
    search_fields = ("^name",)
    filter_backends = (ChosenSearch,)
    permission_classes = (AllowAny,)


class ItemsOfShop(ReadOnlyModelViewSet):
    """
    Items below their shop.
    """

    serializer_class = ItemSerializer

    def get_queryset(self) -> QuerySet:
        """
        Return those of the shop of the URL.
        """
        return models.Item.objects.filter(shop__slug=self.kwargs["shop_slug"])


class Asking(ReadOnlyModelViewSet):
    """
    A list whose serializer hangs on the database.
    """

    queryset = models.Tag.objects.all()

    def get_serializer_class(self) -> type:
        """
        Ask the database first.
        """
        return TagSerializer if models.Tag.objects.exists() else ShopSerializer


class Values:
    """
    Rows without a serializer.
    """

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002 - as it is called
        """
        Send what the columns hold.
        """
        return Response(list(self.get_queryset().values()))  # type: ignore[attr-defined]


class WordFilters(filters.FilterSet):
    """
    A filter by what no serializer shows.
    """

    open = filters.BooleanFilter(method="by_shop")
    closed = filters.BooleanFilter(field_name="shop__open", exclude=True)

    def by_shop(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:  # noqa: ARG002, FBT001 - as it is called
        """
        Compare what the shop says.
        """
        return queryset.filter(shop__open=value)


class Words(Values, ReadOnlyModelViewSet):
    """
    A list whose rows code of the project writes, and records that the serializer writes.
    """

    queryset = models.Item.objects.order_by("pk")
    serializer_class = WholeItemSerializer
    filterset_class = WordFilters

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """
        Leave it to what comes next.
        """
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002 - as it is called
        """
        Send what the serializer writes.
        """
        return Response(self.get_serializer(self.get_object()).data)


class Picky(ReadOnlyModelViewSet):
    """
    A list that refuses by code of the project.
    """

    queryset = models.Tag.objects.all()
    serializer_class = TagSerializer

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002 - as it is called
        """
        Refuse who does not know a word.
        """
        if "word" not in request.query_params:
            return Response("no word", status=412)
        return Response([])


class AskingPattern(LocalePrefixPattern):
    """
    A beginning of URLs that stands in the database.
    """

    @property
    def regex(self) -> Any:
        """
        Ask for it.
        """
        raise AssertionError(models.Tag.objects.first())


class Status(APIView):
    """
    An answer that is no list.
    """

    def get(self, request: Any) -> Response:
        """
        Answer.
        """
        raise AssertionError(f"nobody runs a view: {request}")


router = DefaultRouter()
router.register("items", ItemView, "items")
router.register("shops", ShopView, "shops")
router.register("asking", Asking, "asking")
router.register("picky", Picky, "picky")
router.register("words", Words, "words")
router.register(r"shops/(?P<shop_slug>[^/.]+)/items", ItemsOfShop, "shop-items")
urlpatterns = [
    path("api/v1/", include((router.urls, "v1"))),
    path("api/v1/status/", Status.as_view()),
    URLResolver(AskingPattern(), [path("shown/", Status.as_view())]),
]
