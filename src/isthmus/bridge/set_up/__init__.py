"""Checks of a company's set-up: the pitfalls others fell into, each looked at anew whenever somebody asks."""

from isthmus.bridge.set_up.checks import Finding, Grade, judge
from isthmus.bridge.set_up.situation import Situation, look

__all__ = ["Finding", "Grade", "Situation", "judge", "look"]
