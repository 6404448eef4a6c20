"""A strict stand-in for LinkedIn's Talent APIs, written from the published documentation alone. It is not LinkedIn."""

__version__ = "0.1.0"
