"""Filing learner accounts: one person, one account; a conflict is for people to resolve.

Source: 社会培训成果信息填报模板, table 1; DOMAIN (Jiangsu 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from adapters.base import AccountDraft, CellIssue, RowRef
from federation.model.achievement import fold_text
from federation.model.document import DocumentType
from node.model.access import AuditRecord
from node.model.account import Learner, LearnerAccount
from node.model.filed import LEARNERS, LEARNERS_ID_CHECKED
from node.node_key import NodeKey
from node.ports.filing import Accounts
from node.services.blind_indexes import document_index, user_index
from node.services.filing.import_issues import issue
from node.services.filing.name_conflicts import RejectedName

FILED = "file-account"
ID_CHECKED = frozenset((DocumentType.RESIDENT_ID, DocumentType.RESIDENCE_PERMIT))
NOT_DETAILS = ("ref", "document", "name", "remarks")


@dataclass(slots=True)
class AccountPlan:
    """What a batch of drafts comes to, before anything is written."""

    new: dict[bytes, LearnerAccount] = field(default_factory=dict)
    memberships: dict[bytes, bytes] = field(default_factory=dict)
    known_ids: dict[bytes, int] = field(default_factory=dict)
    accepted: int = 0
    duplicate: int = 0
    filed: list[tuple[bytes, RowRef]] = field(default_factory=list)
    issues: list[CellIssue] = field(default_factory=list)
    conflicts: list[RejectedName] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """What of it is counted."""
        checked = sum(one.learner.document.type in ID_CHECKED for one in self.new.values())
        return {LEARNERS: len(self.new), LEARNERS_ID_CHECKED: checked}

    def traces(self, import_id: str, operator: str, at: datetime) -> list[AuditRecord]:
        """Where each accepted row came from: an account has no log entry that could say it."""
        return [
            AuditRecord(
                at=at,
                actor=operator,
                action=FILED,
                subject_index=index,
                detail=f"{import_id}/{ref.sheet}/{ref.row}",
            )
            for index, ref in self.filed
        ]


@dataclass(slots=True)
class SeenAccounts:
    """Names and user numbers met earlier in a file that isn't being filed (`check`)."""

    names: dict[bytes, str] = field(default_factory=dict)
    owners: dict[bytes, bytes] = field(default_factory=dict)


class AccountFiling:
    """Accounts from drafts."""

    def __init__(self, key: NodeKey) -> None:
        self._key = key

    async def plan(
        self,
        drafts: Sequence[AccountDraft],
        institution: str,
        accounts: Accounts,
        seen: SeenAccounts | None = None,
    ) -> AccountPlan:
        """Holds drafts against what is there: new account, new membership, duplicate or conflict.

        Args:
            drafts: one batch.
            institution: whose user numbers these are; "" if they hold throughout the branch.
            accounts: what is there.
            seen: what earlier batches would have filed, if they weren't; it is added to.
        """
        seen = seen if seen is not None else SeenAccounts()
        document_indexes = [document_index(self._key, draft.document) for draft in drafts]
        user_indexes = [user_index(self._key, institution, draft.member_user_number) for draft in drafts]
        found = await accounts.find_by_document(document_indexes)
        users = await accounts.find_by_user(user_indexes)
        plan = AccountPlan(known_ids={index: account_id for index, (account_id, _) in found.items()})
        names, owners = seen.names, seen.owners
        names.update({index: learner.name for index, (_, learner) in found.items()})
        owners.update({index: document_index(self._key, learner.document) for index, learner in users.items()})
        for draft, of_document, of_user in zip(drafts, document_indexes, user_indexes, strict=True):
            if of_document in names and fold_text(names[of_document]) != fold_text(draft.name):
                plan.issues.append(issue(draft.ref, "姓名", "name-conflict"))
                plan.conflicts.append(RejectedName(account=of_document, name=draft.name, ref=draft.ref))
            elif owners.get(of_user, of_document) != of_document:
                plan.issues.append(issue(draft.ref, "协议单位用户号", "user-number-taken"))
            elif of_document in names and of_user in owners:
                plan.duplicate += 1
            else:
                if of_document not in names:
                    plan.new[of_document] = _account(draft)
                    names[of_document] = draft.name
                plan.memberships[of_user] = of_document
                owners[of_user] = of_document
                plan.filed.append((of_document, draft.ref))
                plan.accepted += 1
        return plan

    async def write(self, plan: AccountPlan, accounts: Accounts) -> None:
        """Writes what `plan` says, in the caller's unit of work."""
        ids = dict(plan.known_ids)
        if plan.new:
            ids.update(await accounts.add(plan.new))
        if plan.memberships:
            await accounts.add_memberships({user: ids[document] for user, document in plan.memberships.items()})


def _account(draft: AccountDraft) -> LearnerAccount:
    details = {name: str(value) for name, value in msgspec.structs.asdict(draft).items() if name not in NOT_DETAILS}
    return LearnerAccount(learner=Learner(draft.document, draft.name), details=details)
