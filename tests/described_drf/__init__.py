"""
A Django project in which each thing that `describe_django.py` reads stands once; it is described, and never served.
"""
