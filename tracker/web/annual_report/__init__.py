"""年报: open the year, check, correct, freeze, print."""
