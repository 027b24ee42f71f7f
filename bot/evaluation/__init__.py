"""Grading the bot against question files: reading them, noise, grades, calibration."""
