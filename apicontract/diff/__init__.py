"""
What changed between two states of an API, and whom it breaks.

Structural facts first (`shapes`, `promises`, `drift`), judgement second (`catalogue`, `levels`), text last
(`sentences`). Each step is pure; only `sides` reads the disk.
"""
