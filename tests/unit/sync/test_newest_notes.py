"""Shows that of the notes which a watched peer sends only the newest of each log waits, and only so many."""

import asyncio

from node.sync.watching import REMEMBERED_NOTES, NewestNotes


async def test_while_one_is_taken_in_the_newest_of_each_log_waits():
    notes = NewestNotes()
    for note in (b"a\n1", b"b\n1", b"a\n2", b"a\n3", b"b\n1"):
        await notes.put(note)
    notes.end()
    assert [await notes.take(), await notes.take(), await notes.take()] == [b"a\n3", b"b\n1", None]


async def test_what_came_before_is_not_taken_again():
    notes = NewestNotes()
    await notes.put(b"a\n1")
    assert await notes.take() == b"a\n1"
    await notes.put(b"a\n1")
    notes.end()
    assert await notes.take() is None


async def test_a_peer_that_names_logs_without_end_has_to_wait():
    notes = NewestNotes()
    for number in range(REMEMBERED_NOTES):
        await notes.put(b"%d\n" % number)
    one_more = asyncio.create_task(notes.put(b"more\n"))
    await asyncio.sleep(0)
    assert not one_more.done()
    assert await notes.take() == b"0\n"
    await one_more
