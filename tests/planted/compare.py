"""
Ask the mock and the framework so many requests, each documented thing first, and fail at the first difference.

    python -m planted.compare AMOUNT
"""

from __future__ import annotations

import logging
import sys
from itertools import chain, islice

from differential.asking import ask
from differential.comparing import differences
from differential.covering import covering
from differential.deliberate import deliberate
from differential.serving import subject_of
from differential.table import requests
from reference_drf import SERVICES

#: Any fixed number would do: the same requests for every edit.
SEED = 1


def main(amount: int) -> str | None:
    """
    Return the first difference, or None.
    """
    logging.disable()
    subjects = tuple(map(subject_of, SERVICES.values()))
    asked = chain(covering(subjects, SEED), requests(subjects, amount, SEED))
    for row, subject, request in islice(asked, amount):
        if not deliberate(subject, request):
            found = differences(subject, request, ask(subject.framework, request), ask(subject.mock, request))
            if found:
                return f"{row}: {request}: {found[0]}"
    return None


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
