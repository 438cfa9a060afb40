"""A person's credit as they see it.

Source: DESIGN section 7; RELIABILITY 34.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from federation.clock import Clock
from federation.model.document import Document
from federation.rules.rule_set import Period
from node.model.access import Actor, AuditRecord, Basis
from node.model.credit import CreditLine, Tally, by_scheme, credit_lines
from node.model.rights import require_some_duty
from node.node_key import NodeKey
from node.ports.credit import CreditPostings
from node.services.blind_indexes import document_index
from node.services.crediting.persons import PersonAccounts
from node.services.crediting.sources import CreditSource, CreditSources
from node.services.looking.access_trail import AccessTrail, require_purpose
from node.services.rulemaking.published import PublishedRulesReader
from node.services.rulemaking.scheme_names import SchemeNames

LOOKED = "look-at-credit"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditAccount:
    """A person's credit at this branch.

    Attributes:
        branch: the own code, which people's names of transfers begin with.
        lines: every grant as it stands, oldest transfer first.
        in_all: by scheme.
        by_year: by (scheme, year).
        sources: what it was converted from, by (leaf index of the request, item), as far as it is known.
        scheme_names: what the own rules call the schemes.
    """

    branch: str
    lines: tuple[CreditLine, ...]
    in_all: Mapping[str, Tally]
    by_year: Mapping[tuple[str, str], Tally]
    sources: Mapping[tuple[int, int], CreditSource]
    scheme_names: SchemeNames


class CreditViews:
    """Shows credit accounts."""

    def __init__(
        self,
        *,
        branch: str,
        postings: CreditPostings,
        persons: PersonAccounts,
        sources: CreditSources,
        rules: PublishedRulesReader,
        trail: AccessTrail,
        key: NodeKey,
        clock: Clock,
    ) -> None:
        self._branch = branch
        self._postings = postings
        self._persons = persons
        self._sources = sources
        self._rules = rules
        self._trail = trail
        self._key = key
        self._clock = clock

    async def of_person(self, document: Document, *, purpose: str, basis: Basis, actor: Actor) -> CreditAccount:
        """The credit of the person who presents `document`; the look is recorded before it is answered.

        Args:
            document: canonical, shown.
            purpose: stated by whoever asks; recorded.
            basis: the legal basis; recorded.
            actor: who asks; recorded.

        Raises:
            ActorRefused: no duty at all, or no purpose stated (``purpose-missing``).
        """
        require_some_duty(actor)
        require_purpose(purpose)
        look = AuditRecord(
            at=self._clock.now(),
            actor=actor.name,
            action=LOOKED,
            purpose=purpose,
            basis=basis.value,
            subject_index=document_index(self._key, document),
        )
        await self._trail.record(look)
        accounts = await self._persons.of(document)
        lines = credit_lines(await self._postings.of_accounts(accounts))
        return CreditAccount(
            branch=self._branch,
            lines=lines,
            in_all={scheme: one for (scheme, _), one in by_scheme(lines, Period.TOTAL).items()},
            by_year=by_scheme(lines, Period.YEAR),
            sources=await self._sources.of(accounts, {one.grant.transfer for one in lines}),
            scheme_names=await self._rules.scheme_names(),
        )
