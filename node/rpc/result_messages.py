"""Results as messages: what a request states, and what became of it."""

from adapters.stated_results import StatedResult
from node.rpc.case_messages import cell_issues
from node.rpc.requests import achievement_class
from node.services.filing.result_filing import ACCEPTED, DUPLICATE, REJECTED, ResultReport
from node.v1 import filing_pb2

RENAMED = {"user_number": "member_user_number", "name": "learner_name", "institution": "institution_name"}


def stated_results(request: filing_pb2.FileResultsRequest) -> list[StatedResult]:
    """What the request states.

    Raises:
        Malformed: a class that there isn't.
    """
    return [_stated(one) for one in request.results]


def results_response(report: ResultReport) -> filing_pb2.FileResultsResponse:
    """What became of a batch."""
    return filing_pb2.FileResultsResponse(
        accepted=report.count(ACCEPTED),
        duplicate=report.count(DUPLICATE),
        rejected=report.count(REJECTED),
        outcomes=[
            filing_pb2.ResultOutcome(outcome=one.outcome, issues=cell_issues(one.issues)) for one in report.outcomes
        ],
        import_id=report.import_id,
    )


def _stated(one: filing_pb2.Result) -> StatedResult:
    fields = {field.name: getattr(one, field.name) for field in one.DESCRIPTOR.fields}
    kind = achievement_class(fields.pop("achievement_class"))
    code = fields.pop("document_type")
    texts = {RENAMED.get(name, name): text for name, text in fields.items()}
    return StatedResult(achievement_class=kind, document_type=str(code) if code else "", **texts)
