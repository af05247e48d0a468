"""How an archive is stored: one interface over SQLite and PostgreSQL, schema, rows."""
