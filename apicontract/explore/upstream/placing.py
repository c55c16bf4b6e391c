"""
Where the upstream is, and the API as it is there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from apicontract.client.target import Target, strictest, target_of
from apicontract.contract.files import cache_folder
from apicontract.contract.folders import chosen_data, package_folder

if TYPE_CHECKING:
    from pathlib import Path

    from apicontract.contract.model import Api
    from apicontract.explore.upstream.settings import UpstreamSettings


@dataclass(frozen=True)
class UpstreamPlace:
    """
    A server, and the API as it is mounted there.

    Attributes:
        target: the server.
        api: with that server as its default host, and the folder of its recordings in front of the others.
    """

    target: Target
    api: Api


def folder_of(api: Api, target: str, data: Path | str | None) -> Path:
    """
    Return the data folder for the recordings: the one in use, or one of the user's cache where that is the packaged.

    Raises:
        ApiContractError: the target is neither a declared host nor a URL.
    """
    folder, chosen = chosen_data(data, package_folder())
    if chosen:
        return folder
    server, _ = target_of(target, api)
    return cache_folder() / "upstream" / quote(server.host, safe="")


def placed(api: Api, settings: UpstreamSettings) -> UpstreamPlace:
    """
    Return where the upstream of an API is.

    A server that the contract does not declare takes the place of the default host, with the strictest limit of any.

    Raises:
        ApiContractError: the target is neither a declared host nor a URL.
    """
    target, mounted = target_of(settings.target, api)
    declared = {each.url.partition("//")[2].lower(): each for each in api.hosts.values()}
    known = declared.get(target.host)
    limit = settings.rate or (target.throttle if known else strictest(api))
    # A limit that somebody states counts, whatever the service says of another.
    usage = None if settings.rate else target.usage
    target = replace(target, application=settings.application, throttle=limit, usage=usage)
    host = known or replace(api.hosts[api.default_host], url=target.url)
    folders = api.folders if settings.folder in api.folders else (settings.folder, *api.folders)
    hosts = {**mounted.hosts, host.name: host}
    return UpstreamPlace(target, replace(mounted, hosts=hosts, default_host=host.name, folders=folders))
