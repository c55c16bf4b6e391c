"""
The upstream of a mock in tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import load_api
from apicontract.contract.model import Api
from apicontract.explore.upstream.placing import folder_of
from apicontract.explore.upstream.settings import UpstreamSettings
from apicontract.explore.upstream.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def upstream_of(
    upstream: str | Callable[..., Any] | UpstreamSettings | Upstream,
    api: Api | str | None = None,
    data: Path | str | None = None,
    **_: Any,
) -> Upstream:
    """
    Return the upstream of a mock with the options of `mockserver.app.create_app`.

    Args:
        upstream: a declared host, a URL, a WSGI application, settings, or what has the answers itself.
        api: the API of the mock, or its name.
        data: its data folder, in which the answers are recorded; without one, a folder of the user's cache.

    Raises:
        ApiContractError: the target is neither a declared host nor a URL.
    """
    if isinstance(upstream, Upstream):
        return upstream
    promised = api if isinstance(api, Api) else load_api(api, data)
    if isinstance(upstream, UpstreamSettings):
        return Upstream(promised, upstream)
    target = upstream if isinstance(upstream, str) else promised.default_host
    folder = folder_of(promised, target, data)
    application = None if isinstance(upstream, str) else upstream
    return Upstream(promised, UpstreamSettings(target, folder, application))
