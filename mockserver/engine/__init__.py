"""
The fast reading of a contract: indexed rows, and the stages between a request and its answer.
"""
