"""Whole stories of transfers, written into logs in memory."""

from collections.abc import Sequence

from federation.model.entry import Citation
from federation.transfer.owed import owed_closings
from tests.support.branches import Branches, octets
from tests.support.memory_source import MemoryLog
from tests.support.transfers import achievement, all_transfers, decided, held, request, write


def write_closings(logs: Sequence[MemoryLog], asked: Citation, sending: MemoryLog) -> list[Citation]:
    """What the sending branch owes, written."""
    return [write(sending, header) for header in owed_closings(all_transfers(logs).of(asked), lambda _: False)]


def contested_story(branches: Branches) -> tuple[Sequence[MemoryLog], Citation, Citation]:
    """Two branches ask for the same achievements of a third; one gives back, the other gets it; some of it is void."""
    nanjing, shanghai, hangzhou = (MemoryLog(branches, code) for code in ("31", "34", "33"))
    logs = nanjing, shanghai, hangzhou
    first, second, third = (write(hangzhou, achievement(number)) for number in range(3))
    again = write(hangzhou, achievement(7, octets("identity 0", 16)))
    asked = write(nanjing, request([first, second], "one"))
    also = write(shanghai, request([again, third], "two"))
    answer = write(hangzhou, held(asked, [first, second], 1, 1))
    write(hangzhou, held(also, [again, third], 1, 4))
    write(shanghai, decided(also, answer, 1, 1))
    write(nanjing, decided(asked, answer, 2, 1))
    write_closings(logs, asked, hangzhou)
    taken = write(hangzhou, held(also, [again, third], 1, 0))
    write(shanghai, decided(also, taken, 1, 1))
    write_closings(logs, also, hangzhou)
    write(nanjing, decided(asked, answer, 1, 1))
    return logs, asked, also
