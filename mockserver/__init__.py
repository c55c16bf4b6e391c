"""
A mock server that answers as the described API would.
"""
