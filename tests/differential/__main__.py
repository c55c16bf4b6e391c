"""
Ask the mock and the framework once for each thing that a service, or one resource of it, documents: what differs?

    PYTHONPATH=tests python -m differential SERVICE [RESOURCE]
"""

from __future__ import annotations

import logging
import sys

from reference_drf import SERVICES

from differential.asking import ask
from differential.comparing import differences
from differential.covering import covering
from differential.deliberate import deliberate
from differential.serving import subject_of


def main(service: str, resource: str | None = None) -> str | None:
    """
    Return what differs, a line each, or None.
    """
    logging.disable()
    subject = subject_of(SERVICES[service])
    beginning = subject.list_path(subject.service.resources[resource]) if resource else "/"
    asked = [
        (about, subject, request)
        for about, subject, request in covering([subject], seed=0)
        if request.path.startswith(beginning) and not deliberate(subject, request)
    ]
    found = [
        f"{about}: {request}: {each}"
        for about, _, request in asked
        for each in differences(subject, request, ask(subject.framework, request), ask(subject.mock, request))
    ]
    print(f"{len(asked)} requests, {len(found)} differences")  # noqa: T201 - what a person waits for
    return "\n".join(found) or None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
