"""Draws what people see in Slack, to be looked at: `python -m tests.pictures.draw FOLDER`.

A tool, no test: the real bot answers signed requests against the fake Slack, and what it posted is
drawn as Slack would (`blocks.py`), at the width of a phone and of a desk, by a headless Chromium
(`--browser`). Nothing of it belongs into the repository.
"""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import click

from bot.desk import Desk
from tests.pictures import blocks
from tests.scenarios import payloads
from tests.scenarios.conversation import read
from tests.scenarios.fake_slack import FakeSlack
from tests.scenarios.live import Live, running, settings_for

COMMANDS = {
    "yes": "can I bill carrying laundry up the stairs as 97530?",
    "no": "can a tech do 97530?",
    "depends": "is sit to stand practice 97530?",
    "here": "can I bill aquatic therapy here?",
    "clarify": "group?",
    "vague": "can I bill this?",
    "scope": "what is the best stretch for a tight hamstring?",
    "patient": "John Smith DOB 1/2/1950 did 20 min of ther act, how many units",
    "two": "can a PTA do 97530 in SNF part B and do I need CQ?",
    "units": "units 97530 33, 97140 7 medicare",
    "pair": "pair 97530 97140",
    "visit": "visit 97530 33 PTA, 97140 7 PT medicare",
    "card": "97530",
    "denial": "CO-97",
    "note": "what must the note show for 97530",
    "help": "help",
    "profile": "here",
}
TALKS = ("sit to stands, two payers", "the PTA did it", "a new topic in between and back again")
WIDTHS = {"phone": 380, "desk": 900}


async def pages(folder: Path) -> dict[str, list[str]]:
    """The drawn messages by page name."""
    desk = Desk.open(who_to_ask="the billing lead")
    made: dict[str, list[str]] = {}
    async with FakeSlack() as fake:
        settings = settings_for(fake, f"sqlite:///{folder / 'store.sqlite3'}", BOT_WHO_TO_ASK="the billing lead")
        async with running(fake, desk, settings, poll=0.05) as live:
            for name, text in COMMANDS.items():
                if name == "profile":
                    await live.ask_command("here medicare snf-part-b PT OH")
                # Each from another person: none is a follow-up to the one before.
                said = await live.ask_command(text, user=f"U{len(made) + 10}")
                made[name] = [
                    blocks.message("Dana", f"/cpt {text}", []),
                    blocks.message("", said.get("text", ""), said.get("blocks", [])),
                ]
            for script in read():
                if script.name.startswith(TALKS):
                    made[f"talk-{script.name.split(',')[0].replace(' ', '-')}"] = await _talk(live, script)
    return made


async def _talk(live: Live, script: Any) -> list[str]:
    await live.store.profiles.set("T1", "C1", script.channel, "U1")
    thread, made = payloads.stamp(), []
    for turn in script.turns:
        posted = await live.ask(payloads.mention(turn["say"], thread_ts=thread))
        made.append(blocks.message("Dana", f"@bot97530 {turn['say']}", []))
        made.append(blocks.message("", posted["text"], posted.get("blocks", [])))
    return made


def shoot(browser: str, page: Path, picture: Path, width: int) -> None:
    """A picture of a page, as tall as it is."""
    with tempfile.TemporaryDirectory() as profile:
        base = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
        tall = 900 + page.read_text("utf-8").count("<div") * (44 if width < 500 else 30)
        size = f"--window-size={max(width, 500)},{min(tall, 9000)}"
        command = [*base, "--hide-scrollbars", size, f"--screenshot={picture}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=90)


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--browser", default="chromium", help="A headless Chromium.")
@click.option("--only", default="", help="Names of pages, with commas.")
def main(folder: Path, browser: str, only: str) -> None:
    """Write pages and pictures into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as store:
        made = asyncio.run(pages(Path(store)))
    wanted = set(only.split(",")) if only else set(made)
    for name, parts in made.items():
        if name not in wanted:
            continue
        for kind, width in WIDTHS.items():
            page = folder / f"{name}-{kind}.html"
            # The window has a least width; the page keeps to its own.
            page.write_text(blocks.page([f'<div style="width:{width}px">', *parts, "</div>"]), "utf-8")
            shoot(browser, page.resolve(), folder / f"{name}-{kind}.png", width)
            click.echo(page.with_suffix(".png").name)


if __name__ == "__main__":
    main()
