"""What is packed comes back letter for letter, and what cannot be unpacked is said, never guessed."""

import hashlib
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite

from mdt_core.errors import StoreProblem
from mdt_core.store.packing import PackedHash, PackedScope, PackedText, packed, unpacked
from mdt_core.store.packing_words import WORDS_1
from tests.support.builders import HOME_ID

DEVICE: Dialect = sqlite.dialect()
SERVICE: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
KINDS = (PackedText(), PackedHash(), PackedScope())
BODY = '{"body":{"how":"in_person","note":"Eats well, sleeps badly \u2013 Ll\u0177r"},"k":"event"}'


@given(st.text())
def test_any_text_comes_back_letter_for_letter(text: str) -> None:
    assert unpacked(packed(text)) == text


@given(st.text(alphabet="0123456789abcdef", min_size=64, max_size=64))
def test_a_hash_takes_half_the_room_and_comes_back(digest: str) -> None:
    kept = PackedHash().process_bind_param(digest, DEVICE)
    assert len(kept) == 32
    assert PackedHash().process_result_value(kept, DEVICE) == digest


@pytest.mark.parametrize(
    ("scope", "size"),
    [
        (f"home:{HOME_ID}:clinical", 17),
        (f"home:{HOME_ID}:identity", 17),
        (f"home:{HOME_ID}:unheard", 50),
        (f"home:{HOME_ID.upper()}:clinical", 55),
        ("home:larch:clinical", 20),
        ("unplaced:clinical", 18),
        ("ref", 4),
        ("", 1),
    ],
)
def test_a_scope_comes_back_as_it_was_written(scope: str, size: int) -> None:
    kept = PackedScope().process_bind_param(scope, DEVICE)
    assert PackedScope().process_result_value(kept, DEVICE) == scope
    assert len(kept) <= size


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
def test_the_service_keeps_texts_as_they_are_and_nothing_stays_nothing(kind: PackedText) -> None:
    text = hashlib.sha256(b"x").hexdigest()
    assert kind.process_bind_param(text, SERVICE) == text
    assert kind.process_result_value(text, SERVICE) == text
    for dialect in (DEVICE, SERVICE):
        assert kind.process_bind_param(None, dialect) is None
        assert kind.process_result_value(None, dialect) is None


@pytest.mark.parametrize(
    "kept", [b"", b"\x01", b"\x02" + packed(BODY)[1:], packed(BODY)[:-3], b"{}"]
)
def test_bytes_that_are_no_packed_text_are_a_problem_in_words(kept: bytes) -> None:
    with pytest.raises(StoreProblem, match="cannot be unpacked"):
        unpacked(kept)


@pytest.mark.parametrize("kept", [b"", b"\x09" * 17, b"\x00" * 3])
def test_bytes_that_are_no_scope_are_a_problem_in_words(kept: bytes) -> None:
    with pytest.raises(StoreProblem, match="cannot be unpacked"):
        PackedScope().process_result_value(kept, DEVICE)


def test_a_body_of_the_first_release_is_read_for_ever() -> None:
    """The words are part of every store: whoever alters them can read none that exists."""
    assert hashlib.sha256(WORDS_1.encode()).hexdigest() == WORDS_HASH
    assert unpacked(bytes.fromhex(KEPT)) == BODY


def test_several_threads_pack_and_unpack_at_once() -> None:
    texts = [f"{BODY}{number}" * 40 for number in range(50)]
    wrong: list[str] = []

    def turn() -> None:
        wrong.extend(text for text in texts * 5 if unpacked(packed(text)) != text)

    threads = [threading.Thread(target=turn) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


WORDS_HASH = "e87e57220b2d6d64806a0043a6460795992c6f9e3828adc33f84a4dc2b87db72"
KEPT = (
    "0128b52ffd2053a5010004027b456174732077656c6c2c2073206261646c7920e28093204c6cc5b772227d7d05"
    "003d16071a721ba402db273888e1cc6536"
)
