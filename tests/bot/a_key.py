"""A master key for tests; it opens nothing but what they keep."""

from base64 import urlsafe_b64encode

MASTERS = (bytes(range(32)),)
PRORATA_KEY = urlsafe_b64encode(MASTERS[0]).decode()
