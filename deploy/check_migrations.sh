#!/bin/sh
# Migrations in both directions on a new database, and no difference between them and the models.
# DATABASE_URL may name an empty database; without it a SQLite file is made and removed.
set -eu
cd "$(dirname "$0")/.."
venv=${VENV:-.venv}
INSTANCE_DIR=$(mktemp -d)
export INSTANCE_DIR SECRET_KEY=only-for-this-check DATA_KEY=0000000000000000000000000000000000000000000000000000000000000000
trap 'rm -rf "$INSTANCE_DIR"' EXIT
"$venv/bin/flask" db upgrade 2>"$INSTANCE_DIR/log" || { cat "$INSTANCE_DIR/log" >&2; exit 1; }
"$venv/bin/flask" db check
"$venv/bin/flask" db downgrade base 2>"$INSTANCE_DIR/log" || { cat "$INSTANCE_DIR/log" >&2; exit 1; }
"$venv/bin/flask" db upgrade 2>"$INSTANCE_DIR/log" || { cat "$INSTANCE_DIR/log" >&2; exit 1; }
echo "迁移往返无误，与模型一致。"
