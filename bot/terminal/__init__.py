"""The terminal surface: commands on top of the desk. Imports no Slack, database or web server."""
