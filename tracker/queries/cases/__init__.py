"""Reads of cases: who may see which, lists with a fixed order, counts, one case with all that belongs to it."""
