"""The bot in Slack: events, commands and buttons in, replies out."""
