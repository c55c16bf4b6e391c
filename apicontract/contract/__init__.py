"""
What is promised, as frozen values and tables of declarations; folders of data to an `Api`.
"""
