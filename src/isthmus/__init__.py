"""Isthmus: a bridge between hiring systems and LinkedIn's Talent products."""

__version__ = "0.1.0"
