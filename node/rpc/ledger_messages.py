"""Ledgers of training runs as messages: numbers of documents masked, telephones left out."""

from federation.model.document import mask_number
from node.rpc.case_messages import attachment, case_steps
from node.services.ledgers.verifying import VerifiedLedger
from node.services.ledgers.viewing import LedgerView
from node.v1 import ledgers_pb2


def whole_ledger(view: LedgerView) -> ledgers_pb2.Ledger:
    """A run's ledger with its history."""
    run = view.run
    return ledgers_pb2.Ledger(
        run=ledgers_pb2.RunState(project_code=run.project_code, run=run.run),
        state=view.case.state,
        unit=view.unit.code,
        project_name=view.project_name,
        starts_on=run.starts_on.isoformat(),
        ends_on=run.ends_on.isoformat(),
        place=run.place,
        teacher=run.teacher,
        design=run.design,
        learners=[
            ledgers_pb2.RunLearner(number=one.number, name=one.name, masked_number=mask_number(one.document_number))
            for one in run.learners
        ],
        sessions=[
            ledgers_pb2.RunSession(
                on=one.on.isoformat(),
                starts_at=f"{one.starts_at:%H:%M}",
                ends_at=f"{one.ends_at:%H:%M}",
                course=one.course,
                present=one.present,
            )
            for one in run.sessions
        ],
        evaluations=[
            ledgers_pb2.RunEvaluation(learner=one.learner, outcome=one.outcome, score=one.score, comment=one.comment)
            for one in run.evaluations
        ],
        attachments=[attachment(one) for one in view.attachments],
        complete=[part.value for part in view.figure.complete],
        gaps=[
            ledgers_pb2.LedgerGap(part=gap.part.value, code=gap.code, message=gap.sentence.zh)
            for gap in view.figure.gaps
        ],
        is_recorded=view.state.is_recorded,
        steps=case_steps(view.steps),
    )


def verified_ledger(one: VerifiedLedger) -> ledgers_pb2.VerifiedLedger:
    """What a ledger is beside its recordings."""
    return ledgers_pb2.VerifiedLedger(
        verdict=one.verdict.value,
        digest=one.digest,
        recordings=[
            ledgers_pb2.LedgerRecording(
                index=recording.index,
                recorded_at=recording.ledger.recorded_at.isoformat(),
                digest=recording.ledger.digest,
                parts=[part.value for part in recording.ledger.parts],
                is_same=recording.is_same,
            )
            for recording in one.recordings
        ],
        broken_files=[attachment(file) for file in one.broken_files],
    )
