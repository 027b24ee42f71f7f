"""Reply -> Slack message. Pure: no network, no clock, no environment."""
