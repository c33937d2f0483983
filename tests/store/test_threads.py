"""Several threads share one store: deeds queue, and a reader sees one moment throughout."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from mdt_desktop.device.workspace import OpenWorkspace
from tests.store.deeds import NOON, admit, sign_entry


def test_deeds_and_drafts_of_four_threads_queue_and_none_is_lost(workspace: OpenWorkspace) -> None:
    about = admit(workspace)

    def work(thread: int) -> list[str]:
        mids = []
        for number in range(10):
            workspace.drafts.save(f"gp-{thread}", "round_entry", f"r-{number}", "{}", NOON)
            mids.append(sign_entry(workspace, about, plan=f"Plan {thread} {number}"))
        return mids

    with ThreadPoolExecutor(4) as pool:
        signed = {mid for mids in pool.map(work, range(4)) for mid in mids}
    with workspace.engine.begin() as connection:
        kept = set(connection.execute(text("SELECT mid FROM outbox")).scalars())
    assert len(signed) == 40
    assert signed <= kept


def test_a_reader_sees_one_moment_while_others_write(workspace: OpenWorkspace) -> None:
    about = admit(workspace)
    with workspace.store.reading() as connection:
        count = text("SELECT count(*) FROM change")
        before = connection.execute(count).scalar_one()
        sign_entry(workspace, about)
        assert connection.execute(count).scalar_one() == before
    with workspace.store.reading() as connection:
        assert connection.execute(count).scalar_one() == before + 1
