"""
Which changed lines of the packages the tests of their own room notice.
"""
