"""Version 1 of the REST API: one module per resource, each with its shapes and its routes."""
