"""Hypothesis for the pure rules: a slow machine is no failure."""

from hypothesis import settings

settings.register_profile("domain", deadline=None)
settings.load_profile("domain")
