"""Later steps about results that were filed: found by the person's document, corrected or taken back."""

from federation.model.document import DocumentType, parse_document
from federation.model.reason import CorrectionReason, RevocationReason
from node.bootstrap import Node
from node.model.access import Actor, Basis
from node.services.amending.correcting import Corrections
from tests.support.zhejiang_year.plan import Plan, Training


async def correct_one(node: Node, plan: Plan, training: Training, clerk: Actor) -> None:
    """Corrects the score of that training's first result."""
    document, index = await _first_result(node, plan, training, clerk)
    await node.correcting.correct(
        index,
        Corrections(score="优秀"),
        document=document,
        reason=CorrectionReason.FILED_IN_ERROR,
        note="",
        actor=clerk,
    )


async def withdraw_one(node: Node, plan: Plan, training: Training, clerk: Actor) -> None:
    """Takes that training's first result back."""
    _, index = await _first_result(node, plan, training, clerk)
    await node.withdrawing.withdraw(index, reason=RevocationReason.FILED_IN_ERROR, note="", actor=clerk)


async def _first_result(node: Node, plan: Plan, training: Training, clerk: Actor):
    _, person = next(plan.results(training))
    document = parse_document(DocumentType.RESIDENT_ID, person.document_number)
    found = await node.lookup.look_up(document, purpose="更正", basis=Basis.SELF, actor=clerk)
    title = training.name if len(training.courses) == 1 else f"{training.name}·{training.courses[0]}"
    (index,) = [one.index for one in found.achievements if one.title == title and one.status.value == "valid"]
    return document, index
