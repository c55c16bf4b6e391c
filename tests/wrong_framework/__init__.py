"""
A gallery of wrong servers: a real Django REST Framework application, each time with one mistake that teams ship.

The mistakes were written from what is known of the service over HTTP, by somebody who had not read the checks. So they
tell how well the judge does on what it was not written for. `visible` may be studied; `hidden` only counts.
"""
