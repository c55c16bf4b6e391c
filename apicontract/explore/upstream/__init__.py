"""
The real answer where there is one, the mock otherwise.

A request is answered from what was genuinely seen and is fresh, else by the upstream within its quota, else by the
mock, whose world holds everything that was seen. Each genuine answer is recorded, and judged at no extra request.
"""
