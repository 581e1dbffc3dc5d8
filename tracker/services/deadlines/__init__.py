"""Deadlines of many cases at once: what a changed rule would move, and moving it."""
