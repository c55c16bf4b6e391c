"""
How likely each misreading is, learnt from wrong servers.
"""
