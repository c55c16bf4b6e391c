"""
What depends on who asks: the same requests with a token and without it, and in what their answers differ.
"""
