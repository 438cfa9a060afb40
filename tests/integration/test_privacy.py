"""Shows that no number, name, phone or user number can be read where it mustn't be (RELIABILITY 30).

Four serving nodes take in workbooks about people whose data is known; then everything that lies on
disk, was logged, was said to operators or is served to peers is searched for it, in clear and in the
usual encodings. The workbook of rejected rows holds what was wrong, by design, and is left out.
"""

import base64
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from adapters.registry import template_named
from federation.v1 import peer_pb2
from samples.people import everywhere, people
from tests.support.command_line import run
from tests.support.own_client import PEER, own_channel
from tests.support.served_federation import CODES, SAMPLES, ServedBranch, ServedFederation
from tests.support.workbooks import headers_of, save

SERVICE = "/federation.v1.Peer/"
CALL_S = 15.0
PHONE = "10012345678"
"""No network gives out numbers that begin with 100."""
PASSPORT = "E76543210"
OPERATOR = "褚主任"
OTHER_OPERATOR = "卫柜员"
PURPOSE = "褚主任代为查询"
LEARNER_WITH_PHONE = people(3_900, 1)[0]


def learners() -> dict[str, str]:
    """What must not be readable, by what it is: of people in all four provinces' samples and of operators."""
    known = {"phone": PHONE, "passport": PASSPORT, "operator": OPERATOR, "other-operator": OTHER_OPERATOR}
    for place, one in enumerate((*everywhere(), *people(0, 3), *people(1_000, 3), LEARNER_WITH_PHONE)):
        known[f"number-{place}"] = one.document_number
        known[f"name-{place}"] = one.name
        known[f"user-number-{place}"] = one.user_number
    return known


def spellings(text: str) -> set[bytes]:
    """A text as it may stand in a file or message."""
    data = text.encode()
    found = {data, text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("gb18030")}
    found |= {data.hex().encode(), data.hex().upper().encode()}
    escaped = text.encode("unicode_escape")
    found.add(escaped)
    for shift in range(3):
        # What surrounds it decides the first and the last character.
        whole = base64.b64encode(b"\0" * shift + data + b"\0" * (-(shift + len(data)) % 3))
        found.add(whole[2 + shift if shift else 0 : len(whole) - 4].rstrip(b"="))
    return {one for one in found if len(one) >= 6}


class Search:
    """Looks for all secrets."""

    def __init__(self, secrets: dict[str, str]) -> None:
        self._kinds = {one: kind for kind, text in secrets.items() for one in spellings(text)}

    def hits(self, data: bytes) -> set[str]:
        """Which secrets stand in `data`."""
        return {kind for one, kind in self._kinds.items() if one in data}


@pytest.fixture(scope="module")
def search() -> Search:
    return Search(learners())


@pytest.fixture(scope="module")
def said() -> list[bytes]:
    """All that commands said, the answers of lookups left out."""
    return []


@pytest.fixture(scope="module")
def federation(tmp_path_factory, said) -> Iterator[ServedFederation]:
    folder = tmp_path_factory.mktemp("privacy")
    headers = headers_of(template_named("neutral-achievements"))
    row = ["", "", "", "心肺复苏", "某县社区学院", "20200615", 8, 8, "0.50", "", f"联系电话{PHONE}"]
    rows = [list(row), list(row)]
    rows[0][:3] = [LEARNER_WITH_PHONE.name, "居民身份证", LEARNER_WITH_PHONE.document_number]
    rows[1][:3] = [LEARNER_WITH_PHONE.name, "护照", PASSPORT]
    with_phone = save(folder / "电话.xlsx", [headers[: len(row)], *rows])
    imports = {
        "31": (SAMPLES / "shanghai-achievements.xlsx", with_phone),
        "32": (SAMPLES / "jiangsu-accounts.xlsx", SAMPLES / "jiangsu-achievements.xlsx"),
        "33": (SAMPLES / "zhejiang-achievements.xlsx",),
        "34": (SAMPLES / "anhui-achievements.xlsx",),
    }
    with ServedFederation(folder / "nodes") as made:
        for code, files in imports.items():
            for file in files:
                mode = ("--by", "user-number") if file.stem == "jiangsu-achievements" else ()
                for words in (("check",), ("import", "--json")):
                    ran = run(words[0], made[code].folder, file, *words[1:], *mode, "--as", OPERATOR)
                    assert ran.code in (0, 1), ran.err
                    said.extend((ran.out.encode(), ran.err.encode()))
        made.await_equal()
        for code in CODES:
            ask_and_prove(made[code], said)
        yield made


def ask_and_prove(branch: ServedBranch, said: list[bytes]) -> None:
    """Looks at a person's records, which leaves a trail; and asks wrongly, which must not tell what was asked."""
    number = LEARNER_WITH_PHONE.document_number
    asked = ("--document", "-", "--purpose", PURPOSE, "--basis", "consent", "--as", OTHER_OPERATOR)
    answer = branch.run("lookup", branch.folder, *asked, stdin=number)
    assert [one["title"] for one in answer["achievements"]] == ["心肺复苏"]
    for wrong in (number[:17] + ("0" if number[17] != "0" else "1"), f"{number}\n{number}", f"{number}9"):
        for form in ((), ("--json",)):
            ran = run("lookup", branch.folder, *asked, *form, stdin=wrong.encode())
            assert ran.code == 3
            said.extend((ran.out.encode(), ran.err.encode()))
    where = ("--origin", "32", "--index", 0, "-o", branch.folder.parent / f"stranger-{branch.code}")
    ran = run("prove", branch.folder, *where, "--document", "-", stdin=number.encode())
    assert ran.code == 3
    said.extend((ran.out.encode(), ran.err.encode()))


def files_of(branch: ServedBranch) -> list[Path]:
    """All that lies in a branch's folder, but for workbooks of rejected rows."""
    return [path for path in branch.folder.rglob("*") if path.is_file() and path.parent != branch.folder / "imports"]


def served_to_peers(federation: ServedFederation, code: str) -> Iterator[bytes]:
    """Every answer that a branch gives to another one, as the bytes that go over the line."""
    branch = federation[code]
    asking = federation["31" if code != "31" else "32"].folder / "keys"
    origins = {one["branch"]: one["origin"] for one in branch.run("log", "head", branch.folder)}
    with own_channel(branch.folder / "keys", code, branch.ports["peers"], shown=PEER, shown_from=asking) as channel:

        def ask(method: str, request: object) -> Iterator[bytes]:
            return channel.unary_stream(SERVICE + method)(request.SerializeToString(), timeout=CALL_S)

        yield from ask("Handshake", peer_pb2.HandshakeRequest(federation_id=federation.federation_id))
        yield from ask("FetchRosters", peer_pb2.FetchRostersRequest())
        yield from ask("FetchCheckpoints", peer_pb2.FetchCheckpointsRequest())
        yield from itertools.islice(ask("Watch", peer_pb2.WatchRequest()), len(CODES))
        for held, origin in origins.items():
            size = branch.size_of(held)
            yield from ask("StreamEntries", peer_pb2.StreamEntriesRequest(origin=origin, start=0, size=size))
            yield from ask("FetchPrivateParts", peer_pb2.FetchPrivatePartsRequest(origin=origin, indexes=range(size)))
            yield from ask("FetchConsistency", peer_pb2.FetchConsistencyRequest(origin=origin, first=1, second=size))


def test_the_search_finds_what_stands_there_in_any_spelling(search):
    number = LEARNER_WITH_PHONE.document_number
    for text in (number, LEARNER_WITH_PHONE.name, PHONE, OPERATOR):
        for data in (text.encode(), text.encode("utf-16"), text.encode("gb18030"), text.encode().hex().encode()):
            assert search.hits(b"\x00\xff" + data + b"\xff\x00")
        for before in range(3):
            assert search.hits(base64.b64encode(b"x" * before + text.encode() + b"yz"))
    assert not search.hits(bytes(range(256)) * 100)


def test_invariant_7_no_name_number_or_phone_leaves_its_branch_in_readable_form(federation, search):
    seen = 0
    for code in CODES:
        for message in served_to_peers(federation, code):
            assert search.hits(message) == set()
            seen += len(message)
    sizes = [federation["31"].size_of(code) for code in CODES]
    # All entries of all logs went by, at every branch, with their private parts once more.
    assert seen > len(CODES) * sum(sizes) * 400
    print(f"{seen} bytes of {len(CODES)} branches' answers searched: 0 hits")


def test_at_home_nothing_on_disk_is_readable_while_the_nodes_serve(federation, search):
    searched = 0
    for branch in federation.branches.values():
        files = files_of(branch)
        names = {path.name for path in files}
        assert {"node.db", "node.db-wal", "serve.log", "high-water-mark.json"} <= names
        for path in files:
            data = path.read_bytes()
            assert search.hits(data) == set(), path.name
            searched += len(data)
    print(f"{searched} bytes on disk searched: 0 hits")


def test_what_operators_are_told_holds_nothing_of_a_person(said, federation, search):
    assert len(said) > 40
    assert set().union(*(search.hits(one) for one in said)) == set()


def test_messages_about_refused_rows_do_not_repeat_the_cell(federation, said):
    repeated = []
    for code, file in (("32", "jiangsu-accounts"), ("31", "shanghai-achievements"), ("34", "anhui-achievements")):
        branch, path = federation[code], SAMPLES / f"{file}.xlsx"
        report = branch.run("check", branch.folder, path, allowed=(1,))
        sheet = load_workbook(path).active
        headers = [str(cell.value) for cell in sheet[1]]
        for error in report["errors"]:
            cell = str(sheet[error["row"]][headers.index(error["column"])].value or "")
            if len(cell) > 1 and cell in error["message"]:
                repeated.append((file, error["row"], error["code"]))
    assert repeated == []


def test_after_they_have_stopped_nothing_is_readable_either(federation, search):
    for branch in federation.branches.values():
        assert branch.stop() == 0
        for path in files_of(branch):
            assert search.hits(path.read_bytes()) == set(), path.name
