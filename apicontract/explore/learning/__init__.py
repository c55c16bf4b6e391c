"""
A server without a contract -> its contract, by experiment: each request is chosen to decide several questions.
"""
