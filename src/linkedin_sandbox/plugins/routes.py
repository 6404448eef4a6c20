"""Every address of the plugins."""

from linkedin_sandbox.plugins import highlights, loading, onboarding, profile

ROUTES = [*loading.ROUTES, *onboarding.ROUTES, *highlights.ROUTES, *profile.ROUTES]
