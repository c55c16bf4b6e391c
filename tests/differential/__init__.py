"""
The mock and a real Django REST Framework application, asked the same and compared.
"""
