"""
The naive reading of a contract: what a request asks for, and what a right answer to it is.

Obviously right rather than quick; the fast reading is `mockserver.engine`, and neither knows the other.
What they share are declarations (`contract`); a real framework and the recordings decide between them.
"""
