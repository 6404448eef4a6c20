"""The demo: an invented company, the bridge and the sandbox on one laptop."""
