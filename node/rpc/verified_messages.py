"""What became of reports asked about by number, as messages."""

from node.rpc.freshness_messages import branch_freshness
from node.services.reporting.verdicts import FoundReport, NumberVerdict, VerifiedNumbers
from node.v1 import reports_pb2


def verified_numbers(found: VerifiedNumbers) -> reports_pb2.VerifiedNumbers:
    """All answers, and how fresh each branch's part is."""
    return reports_pb2.VerifiedNumbers(
        verdicts=[_verdict(one) for one in found.verdicts], branches=[branch_freshness(one) for one in found.branches]
    )


def _verdict(one: NumberVerdict) -> reports_pb2.NumberVerdict:
    return reports_pb2.NumberVerdict(
        number=one.number,
        problem=one.problem,
        state=one.state.value,
        reports=[_found(report) for report in one.reports],
    )


def _found(one: FoundReport) -> reports_pb2.FoundReport:
    return reports_pb2.FoundReport(
        branch=one.branch,
        kind=one.body.kind.code,
        state=one.state.value,
        last_known=one.last_known.value,
        unknown_since="" if one.unknown_since is None else one.unknown_since.isoformat(),
        masked_name=one.body.masked_name,
        issued_by=one.body.issued_by,
        issued_on=one.body.issued_on.isoformat(),
        valid_until=one.body.valid_until.isoformat(),
        achievements=[
            reports_pb2.CertifiedLine(
                branch=line.branch,
                title=line.title,
                institution=line.institution,
                achieved_on=line.achieved_on,
                status=line.status.value,
            )
            for line in one.lines
        ],
        credits=[
            reports_pb2.CertifiedCredit(
                branch=line.branch,
                scheme=line.scheme,
                scheme_name=line.scheme_name,
                course=line.course,
                credits=line.credits,
                granted_on=line.granted_on,
                transfer=line.transfer,
                item=line.item,
                converted_from=line.source,
                status=line.status.value,
            )
            for line in one.credits
        ],
    )
