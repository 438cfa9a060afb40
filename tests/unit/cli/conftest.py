"""A founded branch with the sample workbooks in it, shared by the tests that only look at it."""

import signal
from types import SimpleNamespace

import openpyxl
import pytest

from tests.support.command_line import run
from tests.support.repository import ROOT

SAMPLES = ROOT / "samples"


@pytest.fixture(scope="package", autouse=True)
def interruptible():
    """Ctrl-C ends commands, even if the suite was started in the background, where shells switch it off."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def numbers_of(workbook, count=2):
    """The first document numbers in a sample accounts workbook."""
    rows = openpyxl.load_workbook(workbook, read_only=True).worksheets[0].iter_rows(values_only=True)
    headers = next(row for row in rows if "证件号码" in row)
    place = headers.index("证件号码")
    return [str(next(rows)[place]) for _ in range(count + 1)][1:]


@pytest.fixture(scope="package")
def branch(tmp_path_factory):
    """Branch 32 with accounts and achievements; files with two learners' document numbers."""
    base = tmp_path_factory.mktemp("cli")
    folder = base / "32"
    assert run("init", folder, "--branch", "32", "--new-federation", "--listen-peers", "127.0.0.1:0").code == 0
    accounts = run("import", folder, SAMPLES / "jiangsu-accounts.xlsx", "--as", "测试员", "--json")
    achievements = run(
        "import", folder, SAMPLES / "jiangsu-achievements.xlsx", "--by", "user-number", "--as", "测试员", "--json"
    )
    documents = []
    for place, number in enumerate(numbers_of(SAMPLES / "jiangsu-accounts.xlsx")):
        documents.append(base / f"document-{place}")
        documents[-1].write_text(number + "\n", "utf-8")
    trust = base / "trust.json"
    assert run("roster", "show", folder, "--export", trust).code == 0
    return SimpleNamespace(
        base=base, folder=folder, accounts=accounts, achievements=achievements, documents=documents, trust=trust
    )


@pytest.fixture(scope="package")
def record(branch):
    """A record of the first learner, disclosed to whoever has the file."""
    found = run(
        "lookup", branch.folder, "--document", branch.documents[0], "--purpose", "测试", "--basis", "self", "--json"
    )
    first = found.json["achievements"][0]
    path = branch.base / "record"
    proved = run(
        "prove", branch.folder, "--origin", first["origin"], "--index", first["index"], "-o", path,
        "--document", branch.documents[0],
    )  # fmt: skip
    assert proved.code == 0, proved.err
    return SimpleNamespace(path=path, achievement=first)
