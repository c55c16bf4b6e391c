"""
What never stands in a report, a recording, a journal or a command line: credentials.

Their names are known, their values are not. So a header or a query parameter is judged by its name alone, and
everything else stays as it was written, byte for byte.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Stands where a credential stood.
HIDDEN = "***"

#: Parts of names that mark a credential, in headers and in queries: lower case, `_` for every separator.
_MARKS = re.compile(
    r"""
    authori[sz]ation | cookie | passw | passphrase | secret | credential | signature | csrf | xsrf
    | token | jwt | bearer | assertion | sess(ion)?_?(id|key|token)
    | dpo_?p | saml_?(request|response) | license_?key | auth_?code | code_?verifier
    | (api|app|application|access|auth|private|subscription|functions|account|client|consumer|customer|host
       |master|service|shared|ssh|storage|user|webhook|encryption|signing) _? key
    """,
    re.VERBOSE,
)
#: Whole names that do so.
_NAMES = frozenset(
    {
        *("appid", "auth", "hmac", "key", "otp", "pass", "phpsessid", "pw", "pwd", "sid", "sig", "ticket"),
        *("x_amzn_oidc_data", "x_auth", "x_authentication", "x_forwarded_client_cert", "x_key", "x_session"),
    }
)
#: Values that are credentials whatever their name: a scheme with its parameter (RFC 9110, section 11.4), a JSON Web
#: Token (RFC 7519), and keys of large services that are known by how they begin.
_VALUES = re.compile(
    r"""
    (?P<scheme> \b (?i:basic|bearer|token|negotiate|apikey) \s+ ) [\w.~+/=-]{8,}
    | \b eyJ[\w-]{8,} \. [\w-]{2,} \. [\w-]*
    | \b (?: gh[opsur]_[A-Za-z0-9]{20,} | github_pat_\w{20,} | glpat-[\w-]{20,} | xox[abeoprs]-[\w-]{10,}
        | (?:AKIA|ASIA)[A-Z0-9]{16} | AIza[\w-]{35} | [rs]k_(?:live|test)_[A-Za-z0-9]{10,} ) \b
    """,
    re.VERBOSE,
)
#: Names with a mark whose values are none: places in a list, counts of words, what a browser is permitted.
_HARMLESS = re.compile(
    r"(.*_)?(page|next|previous|continuation|cursor|sync|max|min|total)_?tokens?|access_control_.*|.*rate_?limit.*"
)
#: Headers whose value is a URL or holds some (RFC 9110, sections 8.7, 10.1.3 and 10.2.2; RFC 8288, section 3).
_OF_URLS = frozenset({"content-location", "link", "location", "referer", "refresh"})
#: Between the words of a name that is written without separators: `apiKey`, `accessToken`.
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = re.compile(r"[^a-z0-9]+")
#: What stands before `@` in the authority of a URL (RFC 3986, section 3.2.1).
_USER = re.compile(r"//[^/?#\s\"'<>]*@")
#: A pair of a query in the midst of a text. Names are bounded so that a long text is read once.
_PAIR = re.compile(r"""(?<=[?&;])([^=&?;#\s"'<>]{1,100})=([^&;#\s"'<>\\^`{|}]+)""")


def is_secret(name: str) -> bool:
    """
    Whether a header or a query parameter of this name holds a credential.

    The names are those of RFC 9110 (section 11), RFC 6265 and RFC 6750, and of the usual gateways and clouds.
    """
    plain = _SEPARATORS.sub("_", _HUMP.sub("_", name).lower()).strip("_")
    if _HARMLESS.fullmatch(plain):
        return False
    return plain in _NAMES or _MARKS.search(plain) is not None


def redacted_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """
    Return headers in their order, with `***` for each credential, also for one in a URL that a header holds.
    """
    return tuple((name, _redacted_value(name, value)) for name, value in headers)


def redacted_url(url: str) -> str:
    """
    Return a URL, or one from its path on, with `***` for its user and for each credential of query and fragment.

    Any text is taken, also one that no parser reads.
    """
    rest, hash_, fragment = url.partition("#")
    head, mark, query = rest.partition("?")
    return f"{_USER.sub(f'//{HIDDEN}@', head, count=1)}{mark}{_redacted_query(query)}{hash_}{_redacted_query(fragment)}"


def redacted_text(text: str) -> str:
    """
    Return a text, with `***` for the user and for each credential in the query of every URL in it.
    """
    return _without_values(_PAIR.sub(_redacted_match, _USER.sub(f"//{HIDDEN}@", text)))


def _redacted_value(name: str, value: str) -> str:
    if is_secret(name):
        return HIDDEN
    return redacted_text(value) if name.lower() in _OF_URLS else _without_values(value)


def _without_values(text: str) -> str:
    """
    Hide what is a credential by its own form.
    """
    return _VALUES.sub(lambda match: f"{match['scheme'] or ''}{HIDDEN}", text)


def _redacted_query(query: str) -> str:
    """
    Hide values between their separators; `;` is one for old servers (HTML 4.01, appendix B.2.2).
    """
    return "".join(map(_redacted_pair, re.split(r"([&;])", query)))


def _redacted_pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    if not equals or not value:
        return pair
    secret = is_secret(unquote_plus(name)) or _VALUES.search(unquote_plus(value))
    return f"{name}={HIDDEN}" if secret else pair


def _redacted_match(match: re.Match[str]) -> str:
    return _redacted_pair(match.group())
