"""Figures for the operator, in Prometheus' form. No label ever holds text or a member id."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """One registry for one running bot."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.answers = Counter(
            "bot_answers",
            "Replies by surface and status",
            ["surface", "status"],
            registry=self.registry,
        )
        self.latency = Histogram(
            "bot_answer_seconds",
            "Time to make a reply",
            registry=self.registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
        )
        self.events = Counter(
            "bot_events", "Events by what became of them", ["outcome"], registry=self.registry
        )
        self.posts = Counter(
            "bot_posts", "Messages posted by outcome", ["outcome"], registry=self.registry
        )
        self.errors = Counter("bot_errors", "Errors by place", ["place"], registry=self.registry)
        self.feedback = Counter(
            "bot_feedback", "Feedback by value", ["value"], registry=self.registry
        )
        self.refused = Counter(
            "bot_requests_refused",
            "Requests refused before Slack's library saw them",
            ["why"],
            registry=self.registry,
        )
        self.connected = Gauge(
            "bot_socket_connected", "1 while the socket is up", registry=self.registry
        )  # fmt: skip

    def page(self) -> bytes:
        """The text page."""
        return generate_latest(self.registry)
