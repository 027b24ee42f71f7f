"""Exit statuses, documented in README and in `--help`."""

ANSWERED = 0
NO_MATCH = 1
USAGE = 2
CLARIFY = 3
KNOWLEDGE = 4
BAD_INPUT = 5
NOT_READY = 6

BY_STATUS = {"answered": ANSWERED, "no_match": NO_MATCH, "clarify": CLARIFY}

TEXT = """\b
Exit status:
  0  answered                    4  the knowledge folder has errors
  1  no match / eval below floor 5  bad input (empty, too long, not readable)
  2  wrong usage                 6  not ready (doctor found something missing)
  3  asked back (clarify)
"""
