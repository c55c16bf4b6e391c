"""
The numbers that a record under construction draws from.
"""

from __future__ import annotations

from apicontract.dataset.record_builder import key_of_text, mixed


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
