"""How fresh a branch's part of an answer is, as a message: said with everything that is found across branches."""

from node.services.looking.freshness import BranchFreshness
from node.v1 import branch_pb2


def branch_freshness(one: BranchFreshness) -> branch_pb2.BranchFreshness:
    """One branch's."""
    as_of = one.as_of.isoformat() if one.as_of is not None else ""
    return branch_pb2.BranchFreshness(branch=one.branch, status=one.status.value, as_of=as_of, behind=one.behind)
