"""What became of declared projects: filed, altered, unchanged or locked, and what each lacks."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from node.cli.console.terminal import Terminal
from node.cli.training.project_words import missing_words, told_case

if TYPE_CHECKING:
    from node.services.declaring.filing import FiledProject

OUTCOMES = {"filed": "新填报", "altered": "已修改", "unchanged": "未变", "locked": "已提交，未改动"}


def told_filed(one: "FiledProject") -> dict[str, object]:
    """One declared project, for machines."""
    return {
        **told_case(one.case),
        "project_name": one.project.project_name,
        "outcome": one.outcome,
        "missing": one.missing,
    }


def show_filed(filed: "Sequence[FiledProject]", terminal: Terminal) -> None:
    """Declared projects for people, with how many came to what."""
    terminal.table(
        (("编号", "Id"), ("项目名称", "Project"), ("结果", "Outcome"), ("还缺", "Lacking")),
        [
            (
                one.case.case_id,
                one.project.project_name,
                terminal.choose(OUTCOMES[one.outcome], one.outcome),
                missing_words(one.missing, terminal),
            )
            for one in filed
        ],
    )
    counts = Counter(one.outcome for one in filed)
    terminal.say(
        f"共 {len(filed)} 个项目：" + "，".join(f"{word} {counts[outcome]}" for outcome, word in _words()) + "。",
        f"{len(filed)} projects: " + ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES) + ".",
    )
    if any(one.missing for one in filed):
        terminal.say("补齐所缺内容后，用 project submit 提交审核。", "Complete what lacks, then project submit.")
    else:
        terminal.say("内容齐全，用 project submit 提交审核。", "Nothing lacks: project submit hands them in.")


def _words() -> list[tuple[str, str]]:
    return [(outcome, word.partition("，")[0]) for outcome, word in OUTCOMES.items()]
