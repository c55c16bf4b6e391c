"""
Records for the rest of a collection, placed so that recorded pages stand where they were recorded.
"""
