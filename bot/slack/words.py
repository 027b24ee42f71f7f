"""Every sentence the Slack side says by itself. Answers are not here: they come from knowledge/."""

from __future__ import annotations

EXTERNAL = (
    "I only answer people of the workspace that installed me, not guests from another company in "
    "a shared channel."
)
STALE = "That button is too old to use. Please ask again."
THANKS = "Thank you, noted."
THANKS_BAD = "Thank you, noted. If the answer looks wrong, tell {who} before you bill."
NOT_AN_EDITOR = "Only {editors} may change this channel's profile. Nothing was changed."
PROFILE_NONE = "This channel has no profile. Replies assume what the question says."
PROFILE_HOLDS = "In this channel, \"here\" means:"
PROFILE_CLEARED = "This channel's profile was cleared."
PROFILE_SAVED = "This channel's profile was saved."
PROFILE_NOT_UNDERSTOOD = (
    "I did not understand: {words}. Nothing was changed. Write payer, setting, discipline or "
    "state, such as: {command} here medicare snf-part-b PT OH"
)
PROFILE_TITLE = "Payer, setting, discipline"
CHANGE_CONTEXT = "Change payer or setting"
SHARE = "Share with channel"
SHARED = "Shared by <@{user}>"
HELPFUL, NOT_RIGHT = "Helpful", "Not right"
ANOTHER_COMMAND = "I do not know that command. Try {command} help."
UNKNOWN_SHORTCUT = "I do not know that action. Please ask me in words."


def apology(incident: str, who: str) -> str:
    """What a person reads when something broke."""
    return (
        f"Sorry, something went wrong on my side and I have no answer. Please try again, or ask "
        f"{who}. If it happens again, report the number {incident}."
    )


def help_text(command: str, who: str) -> list[tuple[str, list[str]]]:
    """Headed lists: what can be asked, by example."""
    return [
        ("Ask in your own words", [
            f"{command} can I bill aquatic therapy here?",
            f"{command} 33 min ther act and 7 min manual, what do I bill?",
            f"{command} can a PTA do 97530 in a SNF and do I need CQ?",
        ]),
        ("Look something up", [
            f"{command} 97530: the card of a code, of a modifier ({command} KX) or of a denial"
            f" ({command} CO-97)",
            f"{command} units 97530 33, 97140 7 medicare: units, with the arithmetic",
            f"{command} pair 97530 97116: may both be billed the same day",
            f"{command} visit 97530 33 PTA, 97140 7 PT medicare: the claim lines of a visit",
            f"{command} threshold 2026: the KX threshold",
        ]),
        ("Tell me where you are", [
            f"{command} here: what I assume in this channel",
            f"{command} here medicare snf-part-b PT: set it for this channel",
            f"{command} here clear: forget it",
        ]),
        ("Anywhere", [
            "Mention me in a channel, or write me a direct message. In a thread you can go on: "
            "what about UHC? why? source?",
            "Leave patient names, dates of birth and record numbers out. I remove what looks like "
            "one, store no question text unless your workspace turned that on, and send nothing "
            "to anybody else.",
            f"When I have no sourced answer I say so; then ask {who}.",
        ]),
    ]  # fmt: skip
