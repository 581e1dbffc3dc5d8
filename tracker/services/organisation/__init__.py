"""The office itself: its people, sections, channels and facts, each change on record."""
