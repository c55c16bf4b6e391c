"""
What was seen, and the contract that follows from it.
"""
