"""
Placeholder pictures, so that a front-end shows something without a network.
"""

from __future__ import annotations

import html
import re
from hashlib import sha256

from mockserver.engine.rendering import IMAGES
from mockserver.http.answer import Answer

_WIDTH, _HEIGHT = 640, 360
_LONGEST_LABEL = 40
#: What a file name has besides its words: extension, upload time, separators.
_NOISE = re.compile(r"\.\w+$|_?\d{14}|[_\-]+")


def picture(path: str) -> Answer | None:
    """
    Draw the picture of a path below `IMAGES`, labelled with its file name, or return None for another path.

    The colour follows from the path, so that a picture is the same every time.
    """
    if not path.startswith(IMAGES) or path == IMAGES:
        return None
    name = path.rpartition("/")[2]
    label = html.escape(" ".join(_NOISE.sub(" ", name).split())[:_LONGEST_LABEL] or name[:_LONGEST_LABEL])
    hue = int.from_bytes(sha256(path.encode()).digest()[:2]) % 360
    body = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" aria-label="{label}"><rect width="100%" height="100%" '
        f'fill="hsl({hue} 45% 30%)"/><text x="50%" y="50%" fill="#fff" font-family="sans-serif" font-size="24" '
        f'text-anchor="middle" dominant-baseline="middle">{label}</text></svg>'
    )
    headers = (("Content-Type", "image/svg+xml"), ("Cache-Control", "max-age=3600"))
    return Answer(200, headers, body.encode())
