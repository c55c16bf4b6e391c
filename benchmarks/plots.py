"""
The rates of several servers as bars, one plot for each workload: an SVG file beside the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def plot(rates: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """
    Write bars of equal ratios: servers differ by hundreds of times.

    Args:
        rates: workload to server to requests a second, in the order in which they are drawn.
        path: the file.

    Raises:
        ImportError: matplotlib is not installed.
    """
    import matplotlib as mpl  # noqa: PLC0415 - a report can be had without it

    mpl.use("Agg")
    # Without these, the same figures would make another file each time.
    mpl.rcParams["svg.hashsalt"] = "rates"
    from matplotlib import pyplot as plt  # noqa: PLC0415 - after the back end was chosen

    figure, axes = plt.subplots(len(rates), 1, figsize=(9, 2.6 * len(rates)), squeeze=False, layout="constrained")
    for (workload, servers), axis in zip(rates.items(), axes[:, 0], strict=True):
        bars = axis.barh(list(servers)[::-1], list(servers.values())[::-1], color="#3b6ea5")
        axis.bar_label(bars, fmt="{:,.0f}", padding=3)
        axis.set(title=workload, xscale="log", xlabel="requests a second, each step ten times the one before")
        # Bars on such an axis have no natural beginning: the same one lets the plots be compared.
        axis.set_xlim(left=10, right=max(servers.values()) * 4)
        axis.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, format="svg", metadata={"Date": None})
    plt.close(figure)
