"""
Records for the rest of a collection, placed so that every recorded page stands where it was recorded.
"""
