"""年报: written, entered, checked and frozen."""
