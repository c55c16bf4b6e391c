"""
Lists that keep each promise, and lists that break it.
"""

from example import ALL, EACH_FILTER, NAMED, NAMED_LIST, READY, READY_LIST, TOGETHER, WHOLE, Example, refusal
from handmade import LIST, answer, page, thing

PAGES = (
    Example(
        "limit-clamped",
        (page("limit=9", tuple(map(thing, range(1, 6))), count=7, next=f"{LIST}?limit=5&offset=5"),),
        (page("limit=9", tuple(map(thing, range(1, 8)))),),
        ("/results: limit 5, offset 0 and count 7 make 5 rows; the page holds 7",),
    ),
    Example(
        "limit-unreadable",
        (answer("limit=x", page("", ALL[:3], count=4).json),),
        (answer("limit=x", page("", ALL).json),),
        ("/results: limit 3, offset 0 and count 4 make 3 rows; the page holds 4",),
    ),
    Example(
        "limit-default",
        (page("", ALL[:3], count=4),),
        (page("", ALL[:2], count=4),),
        ("/results: limit 3, offset 0 and count 4 make 3 rows; the page holds 2",),
    ),
    Example(
        "offset-unreadable",
        (*WHOLE, answer("offset=x", page("", ALL[:3], count=4).json)),
        (*WHOLE, refusal("offset=x", {"offset": ["No."]})),
        ("status: the request returned 400, not 200",),
    ),
    Example(
        "past-the-end",
        (page("offset=9", (), count=4),),
        (*WHOLE, refusal("offset=9", {"detail": "Invalid page."}, 404)),
        ("status: a page past the end returns 404, not 200",),
    ),
    Example(
        "page-length",
        (page("limit=3&offset=3", ALL[3:], count=4),),
        (page("limit=2", ALL[:1], count=4),),
        ("/results: limit 2, offset 0 and count 4 make 2 rows; the page holds 1",),
    ),
    Example(
        "rows-unique",
        (page("limit=2", ALL[:2]),),
        (page("limit=2", (thing(1), thing(1))),),
        ("/results: Thing 1 (id 1) appears 2 times on one page",),
    ),
    Example(
        "count-steady",
        WHOLE,
        (page("limit=2", ALL[:2], count=4), page("limit=2&offset=2", ALL[2:3], count=3), WHOLE[0]),
        ("/count: the count is 3; another answer for the same list says 4",),
    ),
    Example(
        "count-steady",
        (*WHOLE, page("limit=5&ordering=-id", ALL[::-1], count=4)),
        (*WHOLE, page("limit=5&ordering=-id", ALL[::-1], count=5)),
        ("/count: the count is 5; another answer for the same list says 4",),
    ),
    Example(
        "pages-tile",
        WHOLE,
        (page("limit=2&ordering=id", ALL[:2], count=3), page("limit=2&ordering=id&offset=2", ALL[1:2], count=3)),
        ("/results: Thing 2 (id 2) is on this page, and at position 1 of the same list on another",),
    ),
    Example(
        "pages-tile",
        (*WHOLE, page("limit=2&ordering=id&offset=1", ALL[1:3], count=4)),
        (*WHOLE, page("limit=2&ordering=id&offset=1", ALL[2:], count=4)),
        ("/results/0: position 1 of ordering=id has id 3; among the known records 2 is there",),
    ),
    Example(
        "repeat-same",
        (WHOLE[1], WHOLE[1]),
        (page("limit=2&ordering=id", ALL[:2]), page("limit=2&ordering=id", (thing(1), thing(3)))),
        ("/results/1: position 1 holds Thing 3 (id 3); in another answer it is Thing 2 (id 2)",),
    ),
    Example(
        "list-complete",
        (*WHOLE, page("ready=false", ALL[:3], count=4)),
        (*WHOLE, page("ready=true", (thing(9, ready=True),))),
        ("/results: Thing 9 (id 9) satisfies the request and is missing",),
    ),
    Example(
        "filter-count",
        (READY_LIST, page("ready=true", READY[:2])),
        (READY_LIST, page("limit=1&ready=true", READY[:1], count=3)),
        ("/count: the count is 3; 2 of the known records are selected",),
    ),
    Example(
        "search-count",
        (NAMED_LIST, page("search=red", NAMED[:2])),
        (NAMED_LIST, page("limit=1&search=red", NAMED[:1], count=3)),
        ("/count: the count is 3; 2 of the known records are selected",),
    ),
)

LINKS = tuple(
    Example(
        check,
        (
            page("limit=2&offset=1&search=t", ALL[1:3], count=4),
            answer("search=t", page("limit=3&search=t", ALL[:3], count=4).json),
            page("search=t&limit=2", ALL[:2], count=4),
        ),
        (page("limit=2&offset=1&search=t", ALL[1:3], count=4, **{name: wrong}),),
        (f"/{name}: {name} {told}",),
    )
    for check, name, wrong, told in (
        ("next-link", "next", None, f"is null, not {LIST}?limit=2&offset=3&search=t"),
        ("previous-link", "previous", f"{LIST}?limit=2&offset=0&search=t", "has offset=0"),
        (
            "link-base",
            "next",
            "/v1/things/?limit=2&offset=3&search=t",
            f"is /v1/things/?limit=2&offset=3&search=t, not {LIST}?limit=2&offset=3&search=t",
        ),
        ("link-limit", "next", f"{LIST}?offset=3&search=t", "lacks limit=2"),
        ("link-parameters", "next", f"{LIST}?limit=2&offset=3", "lacks search=t"),
        (
            "link-encoding",
            "next",
            f"{LIST}?search=t&limit=2&offset=3",
            f"is {LIST}?search=t&limit=2&offset=3, not {LIST}?limit=2&offset=3&search=t",
        ),
    )
)

FILTERS = (
    Example(
        "filter-kept",
        EACH_FILTER,
        (page("ready=1", READY[1:3]),),
        ("/results/1/ready: ready=1 asks for rows where ready is 1; this row has False",),
    ),
    Example(
        "filters-compose",
        (page("", (*READY[:2], thing(11))), page("ready=true", READY[:2]), page("ready=true&search=1", READY[:1])),
        (page("ready=true", READY[:2]), page("ready=true&search=Thing", (thing(7),))),
        (TOGETHER,),
    ),
    Example(
        "filter-complete",
        (READY_LIST, page("ready=true", READY[:2])),
        (READY_LIST, page("ready=true", READY[:1])),
        ("/results: Thing 2 (id 2) satisfies ready=true and is missing",),
    ),
    Example(
        "filter-partition",
        (READY_LIST, page("ready=true", READY[:2]), page("ready=false", READY[2:])),
        (
            page("limit=1", READY[:1], count=4),
            page("limit=1&ready=true", READY[:1], count=2),
            page("limit=1&ready=false", READY[2:3], count=3),
        ),
        ("/count: ready=true counts 2 and ready=false 3, together 5; without ready there are 4",),
    ),
)

SEARCHES = (
    Example(
        "search-kept",
        (NAMED_LIST, page("search=FOX", (NAMED[0], NAMED[2]))),
        (page("search=fox", (NAMED[3],)),),
        ("/results/0: no name or kind__name of this row contains 'fox'",),
    ),
    Example(
        "search-every-term",
        (NAMED_LIST, page("search=red+fox", (NAMED[0],))),
        (page("search=red+fox", (NAMED[1],)),),
        ("/results/0: no name or kind__name of this row contains 'fox'",),
    ),
    Example(
        "search-phrase",
        (page("", (*NAMED[:2], thing(5, name="fox, red"))), page("search=%22red+fox%22", (NAMED[0],))),
        (page("search=%22fox+red%22", (NAMED[0],)),),
        ("/results/0: no name or kind__name of this row contains 'fox red'",),
    ),
    Example(
        # Of a phrase no word is there: the search does not count at all.
        "search-kept",
        (page("", NAMED), page("search=%22red+fox%22", (NAMED[0],))),
        (page("search=%22grey+wolf%22", (NAMED[0],)),),
        ("/results/0: no name or kind__name of this row contains 'grey wolf'",),
    ),
    Example(
        "search-own-name",
        (NAMED_LIST, page("search=Red+dog", (NAMED[1],))),
        (NAMED_LIST, page("search=Red+dog", ())),
        ("/results: Red dog (id 2) satisfies search=Red and search=dog and is missing",),
    ),
    Example(
        "search-any-case",
        (NAMED_LIST, page("search=red", NAMED[:2])),
        (NAMED_LIST, page("search=Red", NAMED[:2]), page("search=RED", NAMED[:1])),
        ("/results: Red dog (id 2) satisfies search=RED and is missing",),
    ),
    Example(
        "search-every-field",
        (NAMED_LIST, page("search=Plain+owl", NAMED[3:])),
        (NAMED_LIST, page("search=Plain+owl", ())),
        ("/results: owl (id 4) satisfies search=Plain and search=owl and is missing",),
    ),
    Example(
        "search-complete",
        (NAMED_LIST, page("search=lain+owl", NAMED[3:])),
        (NAMED_LIST, page("search=lain+owl", ())),
        ("/results: owl (id 4) satisfies search=lain and search=owl and is missing",),
    ),
)

ORDERINGS = (
    Example(
        "ordering-kept",
        (page("ordering=size", ALL[:3]),),
        (page("ordering=size", (thing(1), thing(3), thing(2))),),
        ("/results/2/size: ordering=size puts size 30 before 20",),
    ),
    Example(
        "ordering-direction",
        (page("ordering=-size", (thing(3), thing(2), thing(1))),),
        (page("ordering=-size", ALL[:3]),),
        ("/results/1/size: ordering=-size puts size 10 before 20",),
    ),
    Example(
        "ordering-nulls",
        (page("ordering=size", (thing(1), thing(2, size=None))),),
        (page("ordering=size", (thing(2, size=None), thing(1), thing(3))),),
        ("/results/1/size: ordering=size puts size None before 10",),
    ),
    Example(
        "ordering-several",
        (page("ordering=size,id", (thing(1, size=1), thing(2, size=1))),),
        (page("ordering=size,id", (thing(2, size=1), thing(1, size=1))),),
        ("/results/1/id: ordering=size,id puts id 2 before 1",),
    ),
    Example(
        "ordering-typed",
        (page("ordering=age", (thing(1, age="P7D"), thing(2, age="P60D"))),),
        (page("ordering=age", (thing(1, age="P10D"), thing(2, age="P7D"), thing(3, age="P80D"))),),
        ("/results/1/age: ordering=age puts age 'P10D' before 'P7D'",),
    ),
    Example(
        "ordering-across",
        (page("ordering=id&limit=2", ALL[:2], count=4), page("ordering=id&limit=2&offset=2", ALL[2:], count=4)),
        (page("ordering=id&limit=2", ALL[2:], count=4), page("ordering=id&limit=2&offset=2", ALL[:2], count=4)),
        ("/results/0: this page begins with id 1; one before it ends with 4",),
    ),
    Example(
        "pages-tile",
        (page("ordering=size&limit=2", ALL[:2], count=2), page("ordering=-size&limit=2", ALL[1::-1], count=2)),
        (page("ordering=size&limit=2", ALL[:2], count=9), page("ordering=-size&offset=7", ALL[:1:-1], count=9)),
        ("/results/0: place 7 of ordering=-size has 40; as far from the end without minus is 20",),
    ),
)

LISTS = (*PAGES, *LINKS, *FILTERS, *SEARCHES, *ORDERINGS)
