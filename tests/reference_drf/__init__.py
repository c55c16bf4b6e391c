"""
A real Django REST Framework + django-filter application, built from a contract and a world.

Nothing here decides how a request is answered: routers, views, filters, paging, rendering and errors are the
frameworks' own classes, and this package only names columns, shapes and parameters to them.
So the mock and the checks can be held to it.
"""

from reference_drf.application import reference_application

__all__ = ["reference_application"]
