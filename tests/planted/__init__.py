"""
Small wrong edits below both the mock and the checks, planted one at a time in a copy of the checkout.

What both sides share makes both wrong alike; so each edit must be found by the evidence, by a test or by the reference.
"""
