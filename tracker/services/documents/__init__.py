"""文书与附件 of a case."""
