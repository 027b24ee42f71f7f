"""Channel profiles and the memory of threads."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.settings import Settings
from tests.scenarios import payloads
from tests.scenarios.fake_slack import FakeSlack
from tests.scenarios.live import Live, running, settings_for
from tests.scenarios.test_questions import QUESTION


async def test_a_channel_without_profile_says_so(live: Live) -> None:
    assert "no profile" in (await live.ask_command("here"))["text"]


async def test_setting_a_profile_in_words(live: Live) -> None:
    said = await live.ask_command("here medicare snf-part-b PT")
    assert "saved" in said["text"]
    assert "member U1" in said["text"]
    assert "by <@U1>." in said["blocks"][0]["text"]["text"]
    assert await live.store.profiles.get("T1", "C1") == {
        "payer": "medicare-b", "setting": "snf-part-b", "discipline": "pt",
    }  # fmt: skip
    shown = await live.ask_command("here", user="U2")
    assert "Setting:" in shown["text"]
    posted = await live.ask(payloads.mention(QUESTION))
    assert "channel" in posted["text"]
    other = await live.ask(payloads.mention(QUESTION, channel="C2"))
    assert "this channel" not in other["text"]


async def test_words_add_to_a_profile_and_clear_ends_it(live: Live) -> None:
    await live.ask_command("here medicare")
    await live.ask_command("here PT")
    assert (await live.store.profiles.get("T1", "C1")).keys() == {"payer", "discipline"}
    assert "cleared" in (await live.ask_command("here clear", user="U2"))["text"]
    assert await live.store.profiles.get("T1", "C1") == {}
    changes = await live.store.profiles.changes("T1", "C1")
    assert [c.who for c in changes] == ["U2", "U1", "U1"]


async def test_words_not_understood_change_nothing(live: Live) -> None:
    said = await live.ask_command("here medicare grabblesnock")
    assert "grabblesnock" in said["text"]
    assert "Nothing was changed" in said["text"]
    assert await live.store.profiles.get("T1", "C1") == {}


async def test_a_profile_by_modal(live: Live) -> None:
    await live.ask_command("here medicare")
    shown = await live.ask_command("here")
    await live.interact(payloads.pressed(payloads.buttons(shown)["profile_edit"], live.hook()))
    await live.fake.until(lambda: live.fake.views)
    _, view = live.fake.views[-1]
    assert view["blocks"][0]["element"]["initial_option"]["value"] == "medicare-b"
    await live.interact(payloads.submitted(view, {"payer": "aetna", "state": "TX"}, user="U3"))
    await live.fake.until(lambda: live.fake.hooks)
    assert "saved" in live.fake.hooks[-1]["text"]
    assert await live.store.profiles.get("T1", "C1") == {"payer": "aetna", "state": "TX"}
    assert (await live.store.profiles.changes("T1", "C1"))[0].who == "U3"


async def test_the_question_wins_over_the_channel(live: Live) -> None:
    await live.ask_command("here home-health")
    posted = await live.ask(payloads.mention("can I bill 97530 for transfers in private practice?"))
    kept = await live.store.threads.get("T1", "C1", posted["thread_ts"])
    assert kept is None or kept.get("setting") in (None, "private-practice")


async def test_a_thread_goes_on_and_threads_do_not_mix(live: Live) -> None:
    first = await live.ask(payloads.mention(QUESTION))
    thread = first["thread_ts"]
    assert await live.store.threads.get("T1", "C1", thread)
    second = await live.ask(payloads.mention("what about UHC?", user="U2", thread_ts=thread))
    assert "UnitedHealthcare" in second["text"] or "UHC" in second["text"]
    kept = await live.store.threads.get("T1", "C1", thread)
    assert kept is not None
    assert kept["payer"] == "uhc"
    fresh = await live.ask(payloads.mention(QUESTION))
    assert "UnitedHealthcare" not in fresh["text"].splitlines()[0]


async def test_memory_is_not_shared_between_people_in_direct_messages(live: Live) -> None:
    await live.ask(payloads.message(QUESTION, user="U1", channel="D1"))
    assert await live.store.threads.get("T1", "D1", "U1")
    assert await live.store.threads.get("T1", "D2", "U2") is None


class TestOnEitherDatabase:
    """What one process saved, the next one and its neighbor know: SQLite and PostgreSQL."""

    @pytest.fixture
    def settings(self, fake: FakeSlack, url: str) -> Settings:
        return settings_for(fake, url)

    async def test_profile_and_memory_survive_a_restart(
        self, fake: FakeSlack, desk: Desk, settings: Settings
    ) -> None:
        async with running(fake, desk, settings, poll=0.05) as bot:
            await bot.ask_command("here humana")
            first = await bot.ask(payloads.mention(f"{QUESTION} for tricare"))
        async with running(fake, desk, settings, poll=0.05) as bot:
            assert "Humana" in (await bot.ask_command("here"))["text"]
            again = await bot.ask(payloads.mention("source?", thread_ts=first["thread_ts"]))
            assert "Sources:" in again["text"]
            assert "TRICARE (this thread)" in again["text"]

    async def test_a_thread_goes_on_at_the_other_replica(
        self, fake: FakeSlack, desk: Desk, settings: Settings
    ) -> None:
        async with running(fake, desk, settings, poll=0.05) as one:
            first = await one.ask(payloads.mention(QUESTION))
            await one.ask_command("here aetna")
        async with running(fake, desk, settings, poll=0.05) as two:
            follow = payloads.mention("what about UHC?", thread_ts=first["thread_ts"])
            second = await two.ask(follow)
            assert "UnitedHealthcare" in second["text"]
            async with running(fake, desk, settings, poll=0.05) as three:
                kept = await three.store.threads.get("T1", "C1", first["thread_ts"])
                assert kept is not None
                assert kept["payer"] == "uhc"
                assert "Aetna" in (await three.ask_command("here"))["text"]

    async def test_two_replicas_see_each_others_changes(
        self, fake: FakeSlack, desk: Desk, settings: Settings
    ) -> None:
        async with (
            running(fake, desk, settings, poll=0.05) as one,
            running(fake, desk, settings, poll=0.05) as two,
        ):
            await one.ask_command("here humana")
            assert "Humana" in (await two.ask_command("here"))["text"]
            await two.ask_command("here clear")
            assert "no profile" in (await one.ask_command("here"))["text"]
            body = payloads.mention(QUESTION)
            await one.event(body)
            await two.event(body)
            await two.idle()
            assert len(fake.messages["C1"]) == 1


class TestAdmins:
    @pytest.fixture
    def more_settings(self) -> dict[str, str]:
        return {"BOT_PROFILE_EDITORS": "admins"}

    async def test_only_admins_edit(self, live: Live) -> None:
        live.fake.admins = {"U5"}
        assert "Only workspace admins" in (await live.ask_command("here humana"))["text"]
        assert await live.store.profiles.get("T1", "C1") == {}
        assert "saved" in (await live.ask_command("here humana", user="U5"))["text"]

    async def test_when_slack_does_not_say_the_answer_is_no(self, live: Live) -> None:
        live.fake.plan("users.info", "missing_scope")
        assert "Only workspace admins" in (await live.ask_command("here humana", user="U5"))["text"]

    async def test_the_modal_is_closed_to_others_too(self, live: Live) -> None:
        button = {"type": "button", "action_id": "profile_edit", "value": "profile"}
        said = await live.press(button)
        assert "Only workspace admins" in said["text"]


class TestNamedEditors:
    @pytest.fixture
    def more_settings(self) -> dict[str, str]:
        return {"BOT_PROFILE_EDITORS": "U005,U006"}

    async def test_only_the_named_edit(self, live: Live) -> None:
        assert "Nothing was changed" in (await live.ask_command("here humana"))["text"]
        assert "saved" in (await live.ask_command("here humana", user="U006"))["text"]


class TestWorkspaceDefault:
    @pytest.fixture
    def more_settings(self) -> dict[str, str]:
        return {"BOT_DEFAULT_PAYER": "tricare"}

    async def test_the_default_is_used_and_named(self, live: Live) -> None:
        assert "TRICARE" in (await live.ask_command(QUESTION))["text"]


class TestListening:
    @pytest.fixture
    def more_settings(self) -> dict[str, str]:
        return {"BOT_LISTEN_CHANNELS": "yes"}

    async def test_a_follow_up_needs_no_mention_in_a_thread_of_ours(self, live: Live) -> None:
        first = await live.ask(payloads.mention(QUESTION))
        follow = payloads.message("what about UHC?", channel="C1", thread_ts=first["thread_ts"])
        assert "sources" in (await live.ask(follow))["text"].lower()
        stranger = payloads.message("lunch?", channel="C1", thread_ts="1500000000.000001")
        await live.event(stranger)
        await live.event(payloads.message("lunch?", channel="C1"))
        await live.idle()
        assert len(live.fake.messages["C1"]) == 2


async def test_without_opting_in_channel_messages_are_left_alone(live: Live) -> None:
    first = await live.ask(payloads.mention(QUESTION))
    follow = payloads.message("what about UHC?", channel="C1", thread_ts=first["thread_ts"])
    assert (await live.event(follow)).status_code == 200
    await live.idle()
    assert len(live.fake.messages["C1"]) == 1
