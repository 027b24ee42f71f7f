"""Alembic migrations, run at start by `bot.store.migrate`."""
