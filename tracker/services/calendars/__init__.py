"""The working-day calendar: reading a notice, checking what it would change, loading it as a new version."""
