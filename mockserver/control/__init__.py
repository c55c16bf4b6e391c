"""
Everything of a running mock that changes, and the API that changes it.
"""
