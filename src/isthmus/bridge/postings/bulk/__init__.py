"""The same done to many jobs at once: planned with a difference for each, looked at, then applied exactly so."""
