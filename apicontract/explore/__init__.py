"""
What asks a server in order to know.
"""
