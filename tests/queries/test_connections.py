"""How the application opens its connections."""

import pytest
from sqlalchemy import text

from tracker.extensions import db


def test_postgresql_steps_by_indexes_unless_the_server_was_given_a_price(session):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no such price")
    asked = text("select setting, reset_val from pg_settings where name = 'random_page_cost'")
    with db.engine.connect() as connection:
        connection.rollback()
        price, of_the_server = connection.execute(asked).one()
    assert price == ("1.1" if of_the_server == "4" else of_the_server)
