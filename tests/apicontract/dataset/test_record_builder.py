"""
The numbers that a record under construction draws from.
"""

from __future__ import annotations

from apicontract.dataset.record_builder import RecordBuilder, key_of_text, mixed


def test_numbers_are_those_of_splitmix() -> None:
    """
    The first five of a seed are the published ones of the generator whose finaliser mixes them.
    """
    published = [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]

    assert published == [mixed(1234567, number) for number in range(1, 6)]


def test_a_text_has_the_same_number_everywhere() -> None:
    """
    The number of a text is the first eight bytes of its BLAKE2b digest of that length.
    """
    assert 0xE4A6A0577479B2B4 == key_of_text("")


def test_a_fraction_is_the_mixed_number_of_a_seed_and_a_place() -> None:
    """
    What a record draws at a place is the generator's number, as a part of all that there are.
    """
    places = [0, 1, 7, key_of_text("x"), 2**64 - 1]
    seeds = [0, 1, 1234567, 2**63]
    drawn = {(seed, place): RecordBuilder({}, {}, seed).fraction(place) for seed in seeds for place in places}

    assert {pair: mixed(*pair) / 2**64 for pair in drawn} == drawn
    assert {True} == {0 <= each < 1 for each in drawn.values()}
