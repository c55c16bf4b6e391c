"""
What every HTTP service has, whatever it serves: requests, answers, routes, negotiation, refusals.
"""
