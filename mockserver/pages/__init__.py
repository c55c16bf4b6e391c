"""
What people look at: the browsable page, the documentation, the index.
"""
