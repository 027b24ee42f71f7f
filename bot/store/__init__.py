"""What the bot remembers: SQLite by default, PostgreSQL by URL."""
