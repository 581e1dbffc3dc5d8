"""政府信息公开工作年度报告: both official formats as data, the tables of a year, and their checks."""
