"""How common a word is in questions at large, whatever they are about.

A thin base cannot tell by itself that "how" and "can" say little: in forty phrases "how" may be
rarer than "bill". So the phrases are counted together with pseudo-questions in which these words
have the share they have in questions of many fields. Only words of no field are listed.
"""

from __future__ import annotations

from functools import cache

from .text import stem

PSEUDO_QUESTIONS = 800
"""How many pseudo-questions stand beside the phrases."""

# per 1,000 questions; the order of size is what matters
_SHARES = """
i 400, my 320, to 320, the 290, is 230, a 230, what 180, can 170, do 160, for 160, you 130, how
170, me 100, in 100, on 90, it 90, have 90, need 80, not 80, of 90, and 70, get 70, that 60, are
60, up 30, from 50, am 50, this 50, be 50, there 45, will 40, when 45, tell 35, with 45, an 40,
know 40, was 40, would 40, want 35, if 40, at 35, did 30, does 45, where 30, make 25, like 25,
take 25, new 15, help 25, use 25, time 20, has 25, your 20, go 20, out 20, been 20, should 25,
any 20, now 18, about 20, find 18, day 12, work 15, much 18, some 18, one 18, please 20, show
15, see 15, many 15, going 15, by 15, got 14, could 15, so 14, as 15, or 15, more 14, through 8,
let 10, look 10, today 9, just 12, put 9, say 9, think 9, something 9, right 8, give 10, last 8,
way 12, before 9, using 9, all 10, possible 8, into 8, who 10, which 12, off 6, they 10, come 7,
thing 6, able 7, sure 6, no 8, here 8, may 6, kind 5, over 5, until 4, must 6, first 5, we 12,
figure 3, why 25, then 6, than 5, only 7, still 7, every 4, without 6, same 7, after 8, while 5,
during 5, their 7, them 7, its 5, us 8, our 7, too 6, also 6, other 8, long 12, happen 8,
explain 6, mean 7, anything 5, someone 6, were 8, had 9, being 5, these 6, those 4, both 4, each
6, again 4, because 4, keep 5, try 8, trying 6, might 4
"""


@cache
def word_shares() -> dict[str, float]:
    """Stem -> share of questions at large that hold the word, 0..1."""
    pairs = (item.split() for item in _SHARES.split(","))
    return {stem(word): int(share) / 1000 for word, share in pairs}
