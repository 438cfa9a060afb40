"""Lines about transfers: one from request to settled credit between two serving branches, and many at once.

Both branches serve, each in a process of its own, and reach one another through a proxy that passes everything on
some milliseconds later.
"""

import asyncio
from datetime import date
from pathlib import Path

import msgspec

from benchmarks.federation_folders import ISSUING, PULLING, Federation, create_federation, free_port
from benchmarks.figures import Line, Subject
from benchmarks.filling import document_of, issuer_of
from benchmarks.processes import run_step, serving_step
from federation.model.entry import Entry, encode_header
from federation.rules.reading import parse_rules
from federation.rules.wire import rules_header
from node.bootstrap import open_node
from node.config_reading import load_config
from node.folder.branch_folder import BranchFolder
from node.services.issuing import AchievementFacts
from samples.people import person_at
from samples.rules import rules_file

MOST_TRANSFERS = 1_000
"""At once: what is stated for them is stated for so many."""
DELAY_S = 0.01
RULES = "shanghai"
TRIPS, WAYS = 4.0, 2
"""Log round trips that a transfer may take; an entry there and one back are a round trip."""


def measure_transfers(base: Path, count: int, rounds: int) -> list[Line]:
    """Times transfers from the issuing branch to the other: `rounds` alone, then `count` at once."""
    ports = {code: free_port() for code in (ISSUING, PULLING)}
    announced = {code: f"127.0.0.1:{port}" for code, port in ports.items()}
    federation = asyncio.run(create_federation(base, announced))
    asyncio.run(_prepare(federation, rounds + count))
    folders = {ISSUING: federation.issuing, PULLING: federation.pulling}
    pairs = [(ports[code], _peers_port(folder)) for code, folder in folders.items()]
    with (
        serving_step("delaying_proxy", ports=pairs, delay_s=DELAY_S),
        serving_step("branch_server", folder=federation.issuing),
    ):
        found = run_step(
            "transfers_receiving",
            folder=federation.pulling,
            sending=ISSUING,
            sending_database=federation.issuing / "data" / "node.db",
            rounds=rounds,
            count=count,
        )
    return [
        Line(
            subject=Subject.TRANSFERS,
            name="transfer by rule, from request to settled ÷ a log round trip",
            value=found["alone_s"] / (WAYS * found["trip_s"]),
            floor=f"{1_000 * WAYS * found['trip_s']:,.0f} ms",
            product=f"{1_000 * found['alone_s']:,.0f} ms",
            must=TRIPS,
            less_is_better=True,
        ),
        Line(
            subject=Subject.TRANSFERS,
            name=f"{count:,} transfers at once, each, until all are settled",
            value=1_000 * found["all_s"] / count,
            unit="ms",
            product=f"{1_000 * found['asked_s'] / count:,.0f} ms to file",
        ),
        Line(
            subject=Subject.TRANSFERS,
            name=f"of {count:,} transfers at once, not converted",
            value=found["lost"],
            unit="",
            must=0.0,
            less_is_better=True,
        ),
    ]


async def _prepare(federation: Federation, people: int) -> None:
    """One achievement of each person at the issuing branch; rules at the other that grant its credit."""
    async with open_node(BranchFolder(federation.issuing)) as node:
        issuer = issuer_of(node)
        entries = [
            issuer.seal_achievement(
                AchievementFacts(
                    document=document_of(person),
                    name=person.name,
                    institution_name="某县成人学校",
                    title="短视频制作",
                    achieved_on=date(2026, 5, 1),
                    training_hours=3200,
                    credit_hours=3200,
                )
            ).entry
            for person in (person_at(number) for number in range(people))
        ]
        async with node.own_log.change() as change:
            await change.append(entries)
    async with open_node(BranchFolder(federation.pulling)) as node:
        rules = parse_rules(rules_file(RULES).read_text(encoding="utf-8"), file=RULES)
        adopted = msgspec.structs.replace(rules, adopted_on=rules.valid_from)
        async with node.own_log.change() as change:
            await change.append([Entry(encode_header(rules_header(adopted)))])


def _peers_port(folder: Path) -> int:
    config = load_config(BranchFolder(folder).node_toml, {})
    return int(config.listen.peers.rpartition(":")[2])
