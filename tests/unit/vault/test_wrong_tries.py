"""What wrong PINs cost, with a clock passed in."""

from datetime import datetime, timedelta

import pytest

from mdt_desktop.vault import WrongSecret, change_secret, slots
from mdt_desktop.vault.wrong_tries import WrongTries, in_words
from tests.unit.vault.conftest import (
    GP,
    MONDAY,
    NURSE,
    PASSPHRASE,
    PIN,
    Desk,
    minutes,
    state_of,
)
from tests.unit.vault.rings import FailingRing, MemoryRing

WRONG = "000000"


def refusal(desk: Desk, now: datetime = MONDAY, secret: str = WRONG) -> WrongSecret:
    with pytest.raises(WrongSecret) as refused:
        desk.unlock(secret, now=now)
    return refused.value


def after_wrong(desk: Desk, number: int) -> datetime:
    """Try wrongly so many times, each after the wait; return the instant of the last try."""
    now = MONDAY
    for _ in range(number):
        now = max(refusal_end(desk), now)
        refusal(desk, now)
    return now


def refusal_end(desk: Desk) -> datetime:
    return next(s.wait_until or MONDAY for s in slots(desk.folder) if s.person_id == NURSE.id)


def test_the_words_count_the_free_tries_down(desk: Desk) -> None:
    desk.create()

    assert [str(refusal(desk)) for _ in range(5)] == [
        "Wrong PIN. 4 tries left before a wait of 30 seconds. Nothing will be erased",
        "Wrong PIN. 3 tries left before a wait of 30 seconds. Nothing will be erased",
        "Wrong PIN. 2 tries left before a wait of 30 seconds. Nothing will be erased",
        "Wrong PIN. 1 try left before a wait of 30 seconds. Nothing will be erased",
        "Wrong PIN. Wait 30 seconds before the next try. Nothing will be erased",
    ]


def test_a_wrong_passphrase_is_called_so(bare_desk: Desk) -> None:
    bare_desk.create(PASSPHRASE)

    assert refusal(bare_desk).message.startswith("Wrong passphrase. 4 tries left")


def test_waits_double_up_to_one_hour() -> None:
    waits = [WrongTries(count=count, last_at=MONDAY).wait for count in range(4, 15)]

    seconds = [wait.total_seconds() for wait in waits]
    assert seconds == [0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert WrongTries(count=1_000_000, last_at=MONDAY).wait == timedelta(hours=1)


def test_a_try_during_the_wait_is_neither_looked_at_nor_counted(desk: Desk) -> None:
    desk.create()
    after_wrong(desk, 5)

    early = refusal(desk, MONDAY + timedelta(seconds=10), PIN)

    assert str(early) == "Wait 20 seconds before the next try. Nothing will be erased"
    assert early.wait_until == MONDAY + timedelta(seconds=30)
    assert early.tries_left == 0
    assert slots(desk.folder)[0].wait_until == early.wait_until


def test_the_right_pin_opens_when_the_wait_is_over_and_the_count_begins_again(desk: Desk) -> None:
    key = desk.create()
    after_wrong(desk, 5)

    assert desk.unlock(now=MONDAY + timedelta(seconds=30)) == key
    again = refusal(desk)
    assert again.tries_left == 4
    assert again.wait_until is None


def test_the_tenth_wrong_try_names_the_recovery_and_the_right_pin_still_opens(desk: Desk) -> None:
    key = desk.create()
    now = after_wrong(desk, 9)
    assert not refusal(desk, now).is_recovery_needed

    tenth = refusal(desk, refusal_end(desk))

    assert tenth.is_recovery_needed
    assert "organisation's recovery is needed" in tenth.next_step
    assert tenth.message == "Wrong PIN. Wait 16 minutes before the next try. Nothing will be erased"
    assert desk.unlock(now=refusal_end(desk)) == key


def test_a_clock_that_was_years_ahead_does_not_lock_people_out(desk: Desk) -> None:
    key = desk.create()
    for _ in range(5):
        refusal(desk, MONDAY + timedelta(days=4000))

    assert desk.unlock(now=MONDAY) == key


def test_one_persons_wrong_tries_cost_another_nothing(desk: Desk) -> None:
    key = desk.create()
    desk.add(key)
    after_wrong(desk, 5)

    assert desk.unlock(person=GP.id) == key


def test_an_older_slot_file_put_back_brings_no_new_tries(desk: Desk) -> None:
    desk.create()
    files = [desk.folder / "slots.json", desk.folder / "slots.json.bak"]
    before = [path.read_bytes() for path in files]
    after_wrong(desk, 5)
    for path, content in zip(files, before, strict=True):
        path.write_bytes(content)

    assert refusal(desk, MONDAY + timedelta(seconds=1), PIN).message.startswith("Wait 29 seconds")


def test_a_count_emptied_in_the_keyring_leaves_that_of_the_slot_file(
    desk: Desk, ring: MemoryRing
) -> None:
    desk.create()
    after_wrong(desk, 5)
    ring.items = {item: text for item, text in ring.items.items() if not item.endswith("tries")}

    assert refusal(desk).message.startswith("Wait 30 seconds")


def test_a_count_that_makes_no_sense_in_the_keyring_is_passed_over(
    desk: Desk, ring: MemoryRing, caplog: pytest.LogCaptureFixture
) -> None:
    desk.create()
    refusal(desk)
    item = next(item for item in ring.items if item.endswith("tries"))
    ring.items[item] = '{"count": -3}'

    assert refusal(desk).tries_left == 3
    assert "the slot file's holds" in caplog.text


def test_a_keyring_that_fails_leaves_the_count_to_the_slot_file(
    bare_desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    key = bare_desk.create(PASSPHRASE)
    desk = bare_desk.with_keyring(state_of(FailingRing(OSError("gone"))))

    assert [refusal(desk).tries_left for _ in range(2)] == [4, 3]
    assert desk.unlock(PASSPHRASE) == key
    assert "slot file alone" in caplog.text


def test_a_right_pin_leaves_no_count_in_the_keyring(desk: Desk, ring: MemoryRing) -> None:
    desk.create()
    refusal(desk)

    desk.unlock()

    assert not [item for item in ring.items if item.endswith("tries")]


def test_an_old_item_that_cannot_be_deleted_does_not_stop_a_new_pin(
    desk: Desk, ring: MemoryRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = desk.create()
    monkeypatch.setattr(ring, "delete_password", FailingRing(OSError("gone")).delete_password)

    change_secret(
        desk.folder,
        person_id=NURSE.id,
        secret=PIN,
        new_secret="135791",
        now=MONDAY,
        keyring=desk.keyring,
        random=bytes,
    )

    assert desk.unlock("135791", now=MONDAY + minutes(1)) == key


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 second"),
        (59.5, "1 minute"),
        (60, "1 minute"),
        (61, "2 minutes"),
        (3540, "59 minutes"),
        (3541, "1 hour"),
        (3600, "1 hour"),
        (3601, "2 hours"),
    ],
)
def test_waits_are_told_rounded_up(seconds: float, words: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == words
