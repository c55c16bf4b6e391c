"""
How lists are cut into pages.
"""

from rest_framework.pagination import LimitOffsetPagination


class Paging(LimitOffsetPagination):
    """
    Ten rows, or up to a hundred.
    """

    default_limit = 10
    max_limit = 100
