"""Keeping an installation: back it up, bring it back, look whether it is well. Import from the modules."""
