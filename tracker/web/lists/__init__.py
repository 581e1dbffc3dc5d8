"""我的视图, 列与行高, and the list as a sheet."""
