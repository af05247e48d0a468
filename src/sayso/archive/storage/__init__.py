"""Storage of an archive: one interface to SQLite and PostgreSQL, the schema, and the rows of records."""
