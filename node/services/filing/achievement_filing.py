"""Filing achievements: from a draft to the person, from the person to a sealed entry.

A row names its person by user number, by document number, or (in templates whose rows
stand alone) wholly. What names the person twice must agree, and so must the name with that of an
account of the document: a conflict is for people to resolve.

Source: 社会培训成果信息填报模板, table 2; DOMAIN (Jiangsu 4).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from adapters.base import AchievementDraft, CellIssue
from federation.model.achievement import fold_text
from federation.model.entry import parse_header
from federation.model.standing import LIVE, Status
from node.model.account import Learner
from node.node_key import NodeKey
from node.ports.catalogue import Catalogue
from node.ports.filing import Accounts
from node.ports.ledgers import TrainingRuns
from node.ports.logs import Change, Records
from node.ports.rosters import RosterHolder
from node.services.blind_indexes import document_index, user_index
from node.services.filing.catalogue_matching import CatalogueMatching, Matching
from node.services.filing.consequences import Consequence, FiledBatch
from node.services.filing.filing_place import ANYWHERE, FilingPlace
from node.services.filing.import_issues import issue, remark
from node.services.filing.resolved import Resolved
from node.services.filing.sealing_process import SealingProcess
from node.services.issuing import AchievementFacts, Issuer, SealedEntry, SealingKeys
from node.services.looking.subject_keys import SubjectKeys

Candidate = tuple[Sequence[bytes], bytes]
"""By what an achievement is found: its person's tokens under all live epochs, and its identity (16 bytes each)."""
STANDING = frozenset((*LIVE, Status.HELD, Status.CONVERTED))


class FiledRows(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What became of rows.

    Attributes:
        rows: those that were (or would be) appended, in order.
        first: the first one's leaf index; 0 if there are none.
        duplicates: how many others there are.
        withdrawn: the rows among the others whose achievement was filed once and is withdrawn.
    """

    rows: Sequence[int]
    first: int = 0
    duplicates: int = 0
    withdrawn: Sequence[int] = ()


class AchievementFiling:
    """Achievements from drafts."""

    def __init__(
        self,
        *,
        key: NodeKey,
        issuer: Issuer,
        subject_keys: SubjectKeys,
        rosters: RosterHolder,
        log_id: int,
        catalogue: Catalogue,
        runs: TrainingRuns | None = None,
        consequences: Sequence[Consequence] = (),
    ) -> None:
        self._key = key
        self._rosters = rosters
        self._issuer = issuer
        self._subject_keys = subject_keys
        self._log_id = log_id
        self._catalogue = catalogue
        self._runs = runs
        self._consequences = consequences

    def matching(self, place: FilingPlace) -> CatalogueMatching:
        """Holds a file's rows against the branch's catalogue; remembers what it looked up."""
        return CatalogueMatching(self._catalogue, self._log_id, place, self._runs)

    async def resolve(
        self,
        drafts: Sequence[AchievementDraft],
        accounts: Accounts,
        place: FilingPlace = ANYWHERE,
        matching: Matching | None = None,
    ) -> tuple[list[Resolved], list[CellIssue]]:
        """Finds each draft's person, or says what is wrong with the row; issues may be remarks.

        Args:
            drafts: of one sheet.
            accounts: where people are looked for.
            place: where they are filed from.
            matching: of the file, where it comes in several batches; completes what names a project, or refuses it.
        """
        drafts, issues = await (matching or self.matching(place)).match(drafts)
        user_indexes = [self._user_indexes(draft, place) for draft in drafts]
        by_user = await accounts.find_by_user([index for indexes in user_indexes for index in indexes])
        by_document = await accounts.find_by_document(
            [
                document_index(self._key, document)
                for draft in drafts
                if not draft.member_user_number
                for document in draft.candidate_documents
            ]
        )
        learners_by_document = {index: learner for index, (_, learner) in by_document.items()}
        resolved: list[Resolved] = []
        for draft, indexes in zip(drafts, user_indexes, strict=True):
            learners_of_user = [by_user[index] for index in indexes if index in by_user]
            found = place.refusal(draft) or self._person(draft, learners_of_user, learners_by_document)
            if isinstance(found, CellIssue):
                issues.append(found)
                continue
            facts = _facts(draft, found, place)
            resolved.append(Resolved(row=draft.ref.row, facts=facts, run=draft.run))
            present_name = place.present_name_of(draft.institution_name)
            if present_name:
                issues.append(
                    remark(draft.ref, "institution-renamed", named=draft.institution_header, unit=present_name)
                )
            if not place.knows(draft.training_place):
                issues.append(remark(draft.ref, "training-place-unknown"))
        return resolved, issues

    def seal(self, resolved: Sequence[Resolved]) -> list[tuple[int, SealedEntry]]:
        """Seals achievements; returns (row, entry) in the order in which they are to be appended.

        The order is that of the subject tokens: so the one index with random keys is
        filled from left to right, batch by batch.
        """
        return _in_order(resolved, [self._issuer.seal_achievement(one.facts) for one in resolved])

    async def seal_beside(
        self, resolved: Sequence[Resolved], process: SealingProcess | None
    ) -> list[tuple[int, SealedEntry]]:
        """What `seal` returns, computed by another process meanwhile, if there is one."""
        if process is None:
            return self.seal(resolved)
        return _in_order(resolved, await process.seal([one.facts for one in resolved]))

    @property
    def sealing_keys(self) -> SealingKeys:
        """The keys for such a process."""
        return self._issuer.sealing_keys

    async def file(
        self, change: Change, resolved: Sequence[Resolved], sealed: Sequence[tuple[int, SealedEntry]]
    ) -> FiledRows:
        """Appends what isn't in the log yet.

        Args:
            change: the open unit of work: the log's lock is held.
            resolved: the achievements.
            sealed: what `seal` made of them.
        """
        # Another process may have filed the same under an epoch that this one hadn't heard of when it
        # sealed. It kept that roster before it took this lock, so whoever holds the lock can know it.
        self._rosters.refresh()
        epoch = self._subject_keys.current.epoch
        if any(parse_header(one.entry.header).key_epoch != epoch for _, one in sealed[:1]):
            sealed = self.seal(resolved)
        candidates = [(one.tokens, one.achievement_id) for _, one in sealed]
        known = await change.records.known(self._log_id, candidates)
        fresh: list[tuple[int, SealedEntry]] = []
        for row, one in sealed:
            if one.achievement_id not in known:
                known.add(one.achievement_id)
                fresh.append((row, one))
        rows = {row for row, _ in fresh}
        others = [(row, (one.tokens, one.achievement_id)) for row, one in sealed if row not in rows]
        withdrawn = await self._withdrawn(change.records, others)
        first = await change.append([one.entry for _, one in fresh]) if fresh else 0
        return FiledRows(
            rows=[row for row, _ in fresh], first=first, duplicates=len(sealed) - len(fresh), withdrawn=withdrawn
        )

    async def follow(
        self,
        change: Change,
        *,
        numbers: Sequence[int],
        resolved: Sequence[Resolved],
        first_index: int,
        import_id: str,
        unit_id: int,
        at: datetime,
    ) -> None:
        """Lets everything follow from rows that were appended, in the same unit of work.

        Args:
            change: the unit of work.
            numbers: the rows that were appended, in the order of their entries.
            resolved: these rows and perhaps others.
            first_index: of the first entry.
            import_id: of the file.
            unit_id: who filed it.
            at: when, aware.
        """
        if not self._consequences:
            return
        by_number = {one.row: one for one in resolved}
        rows = [by_number[number] for number in numbers]
        filed = FiledBatch(import_id=import_id, unit_id=unit_id, first_index=first_index, rows=rows, at=at)
        for consequence in self._consequences:
            await consequence.follow(change, filed)

    async def tell_apart(self, resolved: Sequence[Resolved], records: Records, seen: set[bytes]) -> FiledRows:
        """What `file` would append and leave out, given the ids `seen` earlier in the file, which are added to."""
        candidates = self.candidates(resolved)
        seen |= await records.known(self._log_id, candidates)
        fresh, others = list[int](), list[tuple[int, Candidate]]()
        for one, candidate in zip(resolved, candidates, strict=True):
            if candidate[1] in seen:
                others.append((one.row, candidate))
            else:
                fresh.append(one.row)
            seen.add(candidate[1])
        return FiledRows(rows=fresh, duplicates=len(others), withdrawn=await self._withdrawn(records, others))

    def candidates(self, resolved: Sequence[Resolved]) -> list[Candidate]:
        """By what each achievement is found in the log: its person's tokens, and its identity."""
        return [
            (self._subject_keys.all_tokens(one.facts.document), self._issuer.identify(one.facts)) for one in resolved
        ]

    async def _withdrawn(self, records: Records, rows: Sequence[tuple[int, Candidate]]) -> list[int]:
        standing = await records.standing_of(self._log_id, [candidate for _, candidate in rows])
        return [row for row, (_, identity) in rows if is_withdrawn(standing.get(identity, ()))]

    def _person(
        self,
        draft: AchievementDraft,
        of_user: Sequence[Learner],
        by_document: dict[bytes, Learner],
    ) -> Learner | CellIssue:
        if draft.learner_name is not None and draft.document_type is not None:
            document = draft.candidate_documents[0]
            known = by_document.get(document_index(self._key, document))
            if known is not None and fold_text(known.name) != fold_text(draft.learner_name):
                return issue(draft.ref, "姓名", "name-conflict")
            return Learner(document, draft.learner_name)
        if draft.member_user_number:
            if not of_user:
                return issue(draft.ref, "协议单位用户号", "account-missing")
            learner = of_user[0]
            if draft.candidate_documents and learner.document not in draft.candidate_documents:
                return issue(draft.ref, "证件号码", "document-mismatch")
            return learner
        indexes = [document_index(self._key, document) for document in draft.candidate_documents]
        found = [by_document[index] for index in dict.fromkeys(indexes) if index in by_document]
        if len(found) > 1:
            # A number without its type may be two people's: whose achievement it is isn't for us to guess.
            return issue(draft.ref, "证件号码", "document-ambiguous")
        if not found:
            return issue(draft.ref, "证件号码", "account-missing")
        return found[0]

    def _user_indexes(self, draft: AchievementDraft, place: FilingPlace) -> tuple[bytes, ...]:
        """Where a draft's user number may be: at its institution first, then at none in particular."""
        number = draft.member_user_number
        if not number:
            return ()
        institution = place.first_name_of(draft.institution_name)
        return user_index(self._key, institution, number), user_index(self._key, "", number)


def is_withdrawn(entries: Iterable[tuple[int, Status]]) -> bool:
    """Whether of an achievement's entries one was taken back and none stands."""
    statuses = {status for _, status in entries}
    return Status.REVOKED in statuses and statuses.isdisjoint(STANDING)


def _in_order(resolved: Sequence[Resolved], sealed: Sequence[SealedEntry]) -> list[tuple[int, SealedEntry]]:
    pairs = [(one.row, entry) for one, entry in zip(resolved, sealed, strict=True)]
    pairs.sort(key=lambda pair: pair[1].tokens[-1])
    return pairs


def _facts(draft: AchievementDraft, learner: Learner, place: FilingPlace) -> AchievementFacts:
    first_name = place.first_name_of(draft.institution_name)
    return AchievementFacts(
        document=learner.document,
        name=learner.name,
        institution_name=draft.institution_name,
        title=draft.title,
        achieved_on=draft.achieved_on,
        training_hours=draft.training_hours,
        credit_hours=draft.credit_hours,
        credits=draft.credits,
        category=draft.category or "",
        remarks=draft.remarks,
        training_place=draft.training_place,
        filed_by=place.filed_by,
        identified_by="" if first_name == draft.institution_name else first_name,
        achievement_class=draft.achievement_class,
        score=draft.score,
        certificate_number=draft.certificate_number,
        certificate_level=draft.certificate_level,
        project_code=draft.project_code,
        course_code=draft.course_code,
    )
