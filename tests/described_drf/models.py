"""
The tables.
"""

from __future__ import annotations

from django.db import models


class Shop(models.Model):
    """
    Sells items.
    """

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=99)

    class Meta:
        """
        By name, backwards.
        """

        ordering = ("-name",)

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """
    Says something of items.
    """

    word = models.CharField(max_length=99)

    def __str__(self) -> str:
        return self.word


class Item(models.Model):
    """
    Is sold.
    """

    shop = models.ForeignKey(Shop, models.CASCADE)
    tags = models.ManyToManyField(Tag)
    title = models.CharField(max_length=99)
    kind = models.CharField(max_length=9, choices=[("new", "New"), ("used", "Used")])
    price = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    sold = models.DateTimeField(null=True)
    hidden = models.CharField(max_length=9)

    def __str__(self) -> str:
        return self.title
