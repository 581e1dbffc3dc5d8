"""导入: read a file, plan what it would change, and only then change it."""
