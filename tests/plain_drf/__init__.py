"""
A service for spacecraft as somebody would write it who knows the published facts and Django REST Framework alone.

Nothing here reads a contract or a schema of this project: models, serializers and views are plain idioms.
So it shows whether the judge accuses a right server that nobody made from what the judge knows.
Run as `python -m plain_drf RECORDS`, it prints the port on which it answers.
"""
