"""演示数据: an artificial bureau with the seed year 2020 and a lively year up to today, through the real services.

Import from the modules: ``loading`` writes it, ``accounts`` knows how to sign in to it.
"""
