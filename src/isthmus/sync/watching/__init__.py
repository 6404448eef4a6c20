"""Watching: signs of life, objectives, alarms, and who is told. Any process of the installation may keep watch."""
