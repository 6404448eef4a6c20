"""Receiving on an event loop: a slow sender holds no thread, and a database that hangs holds up nobody."""
