"""
Real Django REST Framework + django-filter applications of services that are written down by hand.

Routers, views, filters, paging, rendering and errors are the frameworks' own classes; `launch_library` and
`town_library` say what a service has, and the rows are handed over as plain JSON values.
Nothing is read from the contract, and nothing of the product is imported, so that the mock and the checks can be
held to it, and the contract too.
"""

from reference_drf.application import reference_application
from reference_drf.launch_library import LAUNCH_LIBRARY
from reference_drf.town_library import TOWN_LIBRARY
from reference_drf.whole_library import WHOLE_LIBRARY

#: The services, by the name of the data folder whose mock is held to each.
SERVICES = {each.name: each for each in (LAUNCH_LIBRARY, TOWN_LIBRARY)}

__all__ = ["LAUNCH_LIBRARY", "SERVICES", "TOWN_LIBRARY", "WHOLE_LIBRARY", "reference_application"]
