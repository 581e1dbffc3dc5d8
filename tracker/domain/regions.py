"""地方 whose own days off are known, by the code of the region (GB/T 2260)."""

REGION_NAMES = {"64": "宁夏"}
