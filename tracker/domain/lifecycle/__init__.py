"""States, actions, one table of transitions per kind; buttons and server ask the same functions.

Import from the modules: ``actions``, ``transitions``, ``standing``, ``apply``.
"""
