"""
Answers remembered within a bound.
"""

from __future__ import annotations

from mockserver.engine.memory import Memory
from mockserver.http.answer import Answer


def answer(size: int) -> Answer:
    """
    Return an answer with a body of some bytes.
    """
    return Answer(200, (), b"x" * size)


def test_lasting_answers_are_made_once() -> None:
    """
    An answer that lasts is made once, one that does not is made each time.
    """
    memory, made = Memory(1_000_000), []
    for lasting in (False, False, True, True):
        memory.recall(("key",), lambda lasting=lasting: (made.append(lasting), (answer(1), lasting))[1])
    assert made == [False, False, True]


def test_bound_is_kept() -> None:
    """
    However many answers there were, their bytes stay within the bound; the one used longest ago leaves first.
    """
    memory = Memory(100_000)
    for number in range(100):
        memory.recall(("first",), lambda: (answer(5_000), True))
        memory.recall((str(number),), lambda: (answer(5_000), True))
    assert 50_000 < memory.weight <= 100_000
    assert memory.recall(("first",), lambda: (answer(0), True)) == answer(5_000)
    assert memory.recall(("0",), lambda: (answer(0), True)) == answer(0)


def test_nothing_is_remembered_without_room() -> None:
    """
    A memory of no bytes keeps nothing.
    """
    memory = Memory(0)
    memory.recall(("key",), lambda: (answer(1), True))
    assert (memory.weight, memory.recall(("key",), lambda: (answer(2), True))) == (0, answer(2))


def test_everything_is_forgotten() -> None:
    """
    After it was cleared, a memory weighs nothing and makes its answers anew.
    """
    memory = Memory(100_000)
    memory.recall(("key",), lambda: (answer(1), True))
    memory.clear()

    assert (0, answer(2)) == (memory.weight, memory.recall(("key",), lambda: (answer(2), True)))


def test_one_value_stands_instead_of_another() -> None:
    """
    What a value is kept instead of is forgotten, and weighs nothing any more.
    """
    memory, alone = Memory(100_000), Memory(100_000)
    memory.recall(("answer",), lambda: (answer(5_000), True))
    memory.keep(("known",), "known", 5_000, instead=("answer",))
    alone.keep(("known",), "known", 5_000)

    assert (alone.weight, "known", None) == (memory.weight, memory.get(("known",)), memory.get(("answer",)))
