"""
Hostile requests, drawn from a seed, and the running server that has to stand them.
"""
