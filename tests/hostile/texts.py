"""
Texts that programs stumble over, in queries, paths, headers and JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

#: As they travel in a request target: percent-encoded, broken encoding included.
ENCODED = (
    *(b"", b"0", b"1", b"-1", b"007", b"+5", b"1.0", b"1e3", b"1e999", b"NaN", b"Infinity", b"-0", b"0x10", b"1_0"),
    *(b"9" * 19, b"9" * 60, b"9" * 4400, b"%D9%A3", b"%C2%B2", b"%", b"%%", b"%z", b"%zz", b"%f", b"%00", b"a%00b"),
    *(b"%FF%FE", b"%ED%A0%80", b"%C0%AE", b"%F4%90%80%80", b"%E2%80%AE", b"%F0%9F%9A%80", b"%CC%81" * 300, b"%0D%0A"),
    *(b"%0d%0aX-Injected:%201", b"%2525", b"%u0041", b"+", b"%20", b"%09", b"%1F", b"%7F", b"%C2%85", b"%E2%80%A8"),
    *(b"%25", b"_", b"%25_%25", b".*", b"(a%2B)%2B$", b"(?P<", b"%5B%5B%5B", b"%5C", b"%5C%5C", b"*", b"%3F", b"^$"),
    *(b"'", b"%22", b"';--", b"1'or'1'='1", b"%3Cscript%3Ealert(1)%3C/script%3E", b"%7B%7B7*7%7D%7D", b"$%7Bx%7D"),
    *(b"../../etc/passwd", b"..%2f..%2f", b"file:///", b"http://foreign.test/", b"//foreign.test", b"javascript:1"),
    *(
        b"true",
        b"True",
        b"TRUE",
        b"t",
        b"on",
        b"None",
        b"null",
        b"undefined",
        b"[]",
        b"%7B%7D",
        b"__all__",
        b"__class__",
    ),
    *(b"0000-00-00", b"9999-12-31", b"10000-01-01", b"2024-02-30", b"2024-01-01T99:99:99Z", b"-1-1-1", b"24:00"),
    *(b"2024-01-01T00:00:00%2B99:99", b"P1Y", b"P" + b"9" * 400 + b"D", b"00000000-0000-0000-0000-000000000000"),
    *(b",", b",,,,", b"1,2,3", b"1,", b",1", b"1," * 3000, b"-", b"--id", b"-" * 2000, b"id,-id", b"?", b"?" * 500),
    *(b"[" * 3000, b"(" * 3000, b"%28" * 1000, b"%22" * 1000, b"a%20" * 2000, b"a__b__c", b"__" * 1000),
)
#: As they may stand in a header line: bytes that are no text, but nothing that ends a line.
HEADER = (
    *(
        b"",
        b" ",
        b"\t",
        b"0",
        b"*",
        b"*/*",
        b",",
        b",,,,",
        b";",
        b"=",
        b'"',
        b'"' * 99,
        b"\\",
        b"a" * 4000,
        b"\xff\xfe",
    ),
    *(b"\xc3\xa9", b"\xed\xa0\x80", b"\xf0\x9f\x9a\x80", b"\x80" * 200, b"null", b"None", b"-1", b"9" * 5000, b"1e999"),
    *(b"%00", b"../..", b"<script>", b"{{7*7}}", b"${jndi:ldap://x}", b"a, b;q=2", b"q=;q=;q=", b"=?utf-8?B?4pyT?="),
)
#: JSON texts: numbers that no double holds, escapes that are no text, repeated names, depth.
#: No number among them is a delay: what lies between 1 and 86,400 would be a valid, long one.
JSON = (
    *("null", "true", "false", "0", "-0", "-1", "0.5", "1e999", "-1e999", "1e-999", "86401", "2147483648", "1e308"),
    *("9223372036854775808", "9" * 400, "9" * 5000, "-" + "9" * 5000, "0." + "1" * 5000, "1E400", "NaN", "Infinity"),
    *(
        '""',
        '" "',
        '"a"',
        '"\\u0000"',
        '"\\ud800"',
        '"\\udc00\\ud800"',
        '"\\uffff"',
        '"\\u202e"',
        '"' + "a" * 5000 + '"',
    ),
    *(
        '"1/' + "9" * 400 + 's"',
        '"' + "9" * 5000 + '/hour"',
        '"1/0s"',
        '"-1/hour"',
        '"1/hour"',
        '"\\n"',
        '"\\r\\nX: 1"',
    ),
    *(
        '"["',
        '"[!a"',
        '"' + "*" * 500 + '"',
        '"' + "*a" * 100 + 'b"',
        '"/__mock__/*"',
        '"2024-02-30"',
        '"0001-01-01T00:00Z"',
    ),
    *("[]", "{}", "[[]]", "[null]", "[{}]", "[1, 1]", '{"a": 1, "a": 2}', '{"": {}}', '{"\\ud800": 1}', '{"id": null}'),
    *('{"id": []}', '{"id": {}}', '{"id": 1e999}', '{"id": true}', '{"id": 1.5}', '{"__class__": 1}', '{"kind": []}'),
    *(
        "[" * 50 + "]" * 50,
        "[" * 3000 + "]" * 3000,
        '{"a":' * 2000 + "1" + "}" * 2000,
        "[" * 2000,
        "[" + "1," * 5000 + "1]",
    ),
)
#: What no JSON reader takes as a whole document.
BROKEN = (
    *(
        b"",
        b" ",
        b"\x00",
        b"\xff\xfe",
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"'",
        b"{]",
        b"[1,]",
        b'{"a":}',
        b"{a:1}",
        b"\xef\xbb\xbf{}",
    ),
    *("{}".encode("utf-16"), "{}".encode("utf-32"), b"\xed\xa0\x80", b'"\xff"', b"[" * 30000, b'{"a":' * 20000, b"nul"),
    *(b"a=1&b=2", b"<?xml version='1.0'?><a/>", b"--x\r\n\r\n1\r\n--x--", b"{}{}", b"[]x", b"\x1f\x8b\x08\x00" * 50),
    *(b"a" * 70000, b"\x00" * 70000),
)
#: Alphabets of names that a client may make up.
ALPHABETS = (
    b"a",
    b"abcXYZ019-_.",
    b" \t",
    b"%25/..",
    b"\xc3\xa9",
    b"\xff\x80",
    b'"\\;,=',
    b"<>{}$'",
    b"\xf0\x9f\x9a\x80",
)
#: Around the limits that servers and this one set.
LENGTHS = (0, 1, 2, 7, 8, 63, 64, 127, 128, 199, 200, 201, 255, 256, 257, 1000, 5000, 20000)


def name(random: Random) -> bytes:
    """
    Return a name of any length from any alphabet.
    """
    alphabet, length = random.choice(ALPHABETS), random.choice(LENGTHS)
    start = bytes(random.choices(alphabet, k=min(length, 50)))
    return (start * (length // 50 + 1))[:length]
