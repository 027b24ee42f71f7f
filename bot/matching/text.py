"""Text to words: one normalisation for phrases and questions, so that the two always agree.

``words("Hey, what's the PT's re-eval? thx")`` is ``["what", "is", "the", "pt", "re", "eval"]``.
"""

from __future__ import annotations

import re
import unicodedata

MAX_CHARS = 10_000
"""Characters of a text that are read; the rest is ignored."""
MAX_WORDS = 200
"""Words of a text that are used; a bound on time, far above any real question."""

_APOSTROPHES = dict.fromkeys(
    map(ord, "\u2018\u2019\u201b\u02bc\u02b9\u0060\u00b4\u2032\uff07"), "'"
)
# letters that have no decomposition, but that people leave out or swap for a plain one
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
# "15min" is "15 min"; "2nd", "59s" or "401k" stay whole
_TOKEN = re.compile(r"\d+(?=[a-z]{3})|[a-z0-9]+(?:'[a-z0-9]+)*")

_CONTRACTIONS = {
    "i'm": "i am", "im": "i am", "i'd": "i would", "i'll": "i will", "i've": "i have",
    "ive": "i have", "you're": "you are", "youre": "you are", "you've": "you have",
    "you'd": "you would", "you'll": "you will", "we're": "we are", "we've": "we have",
    "we'd": "we would", "we'll": "we will", "they're": "they are", "theyre": "they are",
    "they've": "they have", "they'd": "they would", "they'll": "they will",
    "he'll": "he will", "she'll": "she will", "it'll": "it will", "itll": "it will",
    "it's": "it is", "that's": "that is", "thats": "that is", "there's": "there is",
    "theres": "there is", "here's": "here is", "what's": "what is", "whats": "what is",
    "who's": "who is", "where's": "where is", "wheres": "where is", "when's": "when is",
    "whens": "when is", "how's": "how is", "hows": "how is", "why's": "why is",
    "what're": "what are", "how're": "how are", "let's": "let us", "lets": "let us",
    "can't": "can not", "cant": "can not", "cannot": "can not", "won't": "will not",
    "wont": "will not", "don't": "do not", "dont": "do not", "doesn't": "does not",
    "doesnt": "does not", "didn't": "did not", "didnt": "did not", "isn't": "is not",
    "isnt": "is not", "aren't": "are not", "arent": "are not", "wasn't": "was not",
    "wasnt": "was not", "weren't": "were not", "haven't": "have not", "havent": "have not",
    "hasn't": "has not", "hasnt": "has not", "hadn't": "had not", "couldn't": "could not",
    "couldnt": "could not", "wouldn't": "would not", "wouldnt": "would not",
    "shouldn't": "should not", "shouldnt": "should not", "gonna": "going to",
    "wanna": "want to", "gotta": "got to", "gimme": "give me", "lemme": "let me",
    "pls": "please", "plz": "please", "plse": "please", "u": "you", "ur": "your",
    "thx": "thanks", "thanx": "thanks", "ty": "thanks", "tia": "thanks",
}  # fmt: skip


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Greetings and courtesies: taken off both ends of a text, as long as a word with content remains.
_COURTESY_ONE = _set(
    "hi hello hey hiya howdy greetings yo heya hullo gday please thanks cheers q question "
    "folks team everyone everybody kindly"
)
_COURTESY_MANY = tuple(
    tuple(phrase.split())
    for phrase in (
        "thanks in advance", "thank you in advance", "thank you so much", "thanks so much",
        "thank you very much", "thanks very much", "thanks a lot", "many thanks", "thank you all",
        "thank you", "thanks all", "quick question", "quick q", "quick one", "good morning",
        "good afternoon", "good evening", "hi there", "hey there", "hello there",
        "hi all", "hey all", "hello all", "hey guys", "hi guys", "excuse me",
        "quick question for you",
    )
)  # fmt: skip
# Words that ask nothing by themselves. If only these remain ("thanks so much", "hello, how are
# you?"), then the courtesy is the message and stays.
_EMPTY = _set(
    "a about after again ai all always am an and any anyone are around as assistance at back be "
    "been being but by bye can could day device did do does doing done for friend from get glad go "
    "going good great grateful had has have help helped helpful helping here how i if in is it "
    "just kind know later let life lot many may me meet more most much my nice not now of off oh "
    "ok okay on or our out really right see should so some somebody someone talk talking tell "
    "that the their them then there these they thing things this to today too up us very want was "
    "we welcome well were what when where which who why will with would you your appreciate "
    "appreciated"
)
_ALL_COURTESY = _COURTESY_ONE | {word for many in _COURTESY_MANY for word in many}


def plain(text: str) -> str:
    """Lower case, no accents, straight apostrophes; at most ``MAX_CHARS`` characters are read."""
    text = text[:MAX_CHARS]
    if not text.isascii():
        text = text.translate(_APOSTROPHES)
        text = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
        text = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in text if not unicodedata.combining(char))
    return text.lower()


def all_words(text: str) -> list[str]:
    """Every word of the text in order, contractions written out, a possessive 's taken off."""
    out: list[str] = []
    for token in _TOKEN.findall(plain(text)):
        longer = _CONTRACTIONS.get(token)
        if longer is not None:
            out.extend(longer.split())
        elif "'" in token:
            if token.endswith("'s"):
                token = token[:-2]
            out.extend(part for part in token.split("'") if part)
        else:
            out.append(token)
        if len(out) >= MAX_WORDS:
            return out[:MAX_WORDS]
    return out


def words(text: str) -> list[str]:
    """The words that carry the question: courtesies at both ends are gone if anything remains."""
    return without_courtesy(all_words(text))


def without_courtesy(tokens: list[str]) -> list[str]:
    """Take greetings and thanks off both ends, unless nothing with content would remain."""
    start, stop = 0, len(tokens)
    if not _has_content(tokens):
        return tokens
    while size := _courtesy_at(tokens, start, stop, ahead=True):
        start += size
    while size := _courtesy_at(tokens, start, stop, ahead=False):
        stop -= size
    return tokens[start:stop]


def _has_content(tokens: list[str]) -> bool:
    return any(word not in _EMPTY and word not in _ALL_COURTESY for word in tokens)


def _courtesy_at(tokens: list[str], start: int, stop: int, *, ahead: bool) -> int:
    """How many words at that end are a courtesy: the longest that fits, 0 if none."""
    best = 0
    if start >= stop or tokens[start if ahead else stop - 1] not in _ALL_COURTESY:
        return 0
    for many in _COURTESY_MANY:
        size = len(many)
        if size > best and size <= stop - start:
            part = tokens[start : start + size] if ahead else tokens[stop - size : stop]
            if tuple(part) == many:
                best = size
    if not best and tokens[start if ahead else stop - 1] in _COURTESY_ONE:
        best = 1
    return best


def stem(word: str) -> str:
    """A light English stem (plural, -ing, -ed, -ly, final e); short words and codes stay."""
    size = len(word)
    if size <= 3 or not word.isalpha():
        return word
    if word.endswith("ies") and size > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "zes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("ing") and _sounds(word[:-3]):
        word = _undouble(word[:-3])
    elif word.endswith("ed") and _sounds(word[:-2]):
        word = _undouble(word[:-2])
    elif word.endswith("ly") and len(word) > 5:
        word = word[:-2]
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    return word


def _sounds(root: str) -> bool:
    """A root that can stand: three letters and a vowel ("string" and "bed" have none)."""
    return len(root) >= 3 and any(char in "aeiouy" for char in root)


def _undouble(root: str) -> str:
    """The verb before -ing or -ed: "plann" is "plan", and "cod" is "code"."""
    if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz":
        return root[:-1]
    if (
        len(root) == 3
        and root[1] in "aeiou"
        and root[0] not in "aeiou"
        and root[2] not in "aeiouwxy"
    ):
        return root + "e"
    return root
