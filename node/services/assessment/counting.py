"""From catalogues and filed results to a year's figures: sums, nothing left out yet.

A result counts for the unit whose project it was filed against, whoever filed it, while the catalogue has
that course. What was filed
against no project (双证制, degree results) counts for the unit that the row names, else for the unit
that filed it, in the year in which it was achieved. A unit's counts belong to every region around it.
双证制 is one training that ends with two certificates: what a person attained at one institution on one day
counts once, whatever titles it was filed under.

Source: 浙学银〔2019〕2号, 四（五）; GB/T 2260.
"""

from collections import Counter, defaultdict
from collections.abc import AsyncIterable, Collection, Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from federation.model.achievement import fold_text
from federation.model.achievement_class import AchievementClass
from federation.model.document import Document, DocumentType
from federation.model.quarters import QUARTERS
from node.model.assessment import (
    MEASURES,
    AreaAssessment,
    AssessmentCounts,
    AssessmentFigures,
    Planned,
    UnitAssessment,
)
from node.model.catalogue import CatalogueLine
from node.model.filed_result import FiledResult, ResultBatch
from node.model.progress import CITY_DIGITS, COUNTY_DIGITS, PROVINCE_DIGITS
from node.model.unit import Unit

CATALOGUE, DUAL, DEGREE = MEASURES
CLASSES = {
    AchievementClass.DUAL_CERTIFICATE: DUAL,
    AchievementClass.DEGREE_COURSE: DEGREE,
    AchievementClass.SELF_STUDY_EXAMINATION: DEGREE,
}
DIGITS = (PROVINCE_DIGITS, CITY_DIGITS, COUNTY_DIGITS)


class Assessing:
    """Counts one year; `count` once for each batch, then `figures`."""

    def __init__(self, *, year: int, units: Iterable[Unit], catalogue: Iterable[CatalogueLine]) -> None:
        """Prepares it.

        Args:
            year: of the catalogues' quarters.
            units: all of the branch.
            catalogue: every project in an edition that counts, of any year.
        """
        self._year = year
        self._units = {one.unit_id: one for one in units}
        self._by_code = {one.code: one.unit_id for one in self._units.values()}
        self._by_name = {fold_text(one.name): one.unit_id for one in self._units.values()}
        self._projects: dict[str, int | None] = {}
        self._courses: set[str] = set()
        self._shelved: Counter[int] = Counter()
        self._scale: Counter[int] = Counter()
        for line in catalogue:
            self._shelve(line)
        self._counts: Counter[tuple[int, str]] = Counter()
        self._hours: Counter[int] = Counter()
        self._people: defaultdict[tuple[int, str], set[Document]] = defaultdict(set)
        self._first: Mapping[Document, Document] = {}
        self._duals: set[tuple[int, str, str, date]] = set()
        self._unmatched = 0

    async def count_all(self, batches: AsyncIterable[ResultBatch], taken_back: Collection[int]) -> None:
        """Counts batches; own entries in `taken_back` don't count."""
        async for batch in batches:
            self.count(batch, taken_back)

    def count(self, batch: ResultBatch, taken_back: Collection[int]) -> None:
        """Counts one batch."""
        for index, result in enumerate(batch.results, start=batch.first_index):
            if index not in taken_back:
                self._count_one(result, batch.unit_id)

    @property
    def documents(self) -> set[Document]:
        """Of everybody who was counted."""
        return set[Document]().union(*self._people.values())

    def figures(
        self,
        *,
        scope: Unit,
        as_of: datetime,
        region_names: Mapping[str, str],
        plans: Mapping[int, Planned],
        upheld: Mapping[int, int] = MappingProxyType({}),
        first_documents: Mapping[Document, Document] = MappingProxyType({}),
    ) -> AssessmentFigures:
        """What was counted of a unit and everything under it.

        Args:
            scope: that unit; results that match no project are told of the provincial centre's alone.
            as_of: aware.
            region_names: by 4- and 6-digit region.
            plans: by unit, where there is one.
            upheld: by unit, findings of the year's audits that were upheld.
            first_documents: by linked document, the one that stands for the person: who has two counts once.
        """
        self._first = first_documents
        within = {unit_id: one for unit_id, one in self._units.items() if scope.contains(one)}
        per_unit = {unit_id: self._counts_of(unit_id, plans.get(unit_id), upheld.get(unit_id, 0)) for unit_id in within}
        units = tuple(
            UnitAssessment(code=one.code, name=one.name, level=one.level, region=one.region, counts=per_unit[unit_id])
            for unit_id, one in within.items()
            if per_unit[unit_id] != AssessmentCounts()
        )
        inside: defaultdict[str, list[int]] = defaultdict(list)
        for unit_id, unit in within.items():
            for digits in DIGITS:
                if len(unit.region) >= digits >= len(scope.region):
                    inside[unit.region[:digits]].append(unit_id)
        names = {scope.region: scope.name} | dict(region_names)
        areas = [
            self._area(region, names.get(region, region), unit_ids, per_unit)
            for region, unit_ids in sorted(inside.items(), key=lambda item: (len(item[0]), item[0]))
        ]
        return AssessmentFigures(
            year=self._year,
            as_of=as_of,
            units=units,
            areas=tuple(areas),
            unmatched=self._unmatched if scope.parent_id is None else 0,
        )

    def _shelve(self, line: CatalogueLine) -> None:
        project, years = line.project, {line.part.first_quarter // QUARTERS, line.part.last_quarter // QUARTERS}
        unit_id = self._by_code.get(project.unit_code)
        if self._year not in years or unit_id is None:
            self._projects.setdefault(project.code, None)
            return
        self._projects[project.code] = unit_id
        self._courses |= {course.code for course in project.courses}
        self._shelved[unit_id] += 1
        self._scale[unit_id] += project.scale

    def _count_one(self, result: FiledResult, filed_by: int) -> None:
        if result.project_code:
            unit_id, measure = self._projects.get(result.project_code), CATALOGUE
            if unit_id is None or result.course_code not in self._courses:
                # A renamed course has another code: under both, one result would count twice.
                self._unmatched += 1
                return
            self._hours[unit_id] += result.training_hours or 0
        else:
            found = CLASSES.get(AchievementClass(result.achievement_class))
            if found is None or result.achieved_on.year != self._year:
                return
            institution = fold_text(result.institution)
            if found == DUAL and not self._is_first_dual(result, institution):
                return
            unit_id, measure = self._by_name.get(institution, filed_by), found
        self._counts[unit_id, measure] += 1
        self._people[unit_id, measure].add(Document(DocumentType(result.document_type), result.document_number))

    def _is_first_dual(self, result: FiledResult, institution: str) -> bool:
        told_by = (result.document_type, result.document_number, institution, result.achieved_on)
        is_first = told_by not in self._duals
        self._duals.add(told_by)
        return is_first

    def _counts_of(self, unit_id: int, planned: Planned | None, upheld: int) -> AssessmentCounts:
        return AssessmentCounts(
            projects=self._shelved[unit_id],
            scale=self._scale[unit_id],
            planned_projects=planned.projects if planned else 0,
            planned_scale=planned.scale if planned else 0,
            catalogue_results=self._counts[unit_id, CATALOGUE],
            dual_certificates=self._counts[unit_id, DUAL],
            degree_results=self._counts[unit_id, DEGREE],
            training_hours=self._hours[unit_id],
            upheld_findings=upheld,
        )

    def _area(
        self, region: str, name: str, unit_ids: Collection[int], per_unit: Mapping[int, AssessmentCounts]
    ) -> AreaAssessment:
        inside = [per_unit[unit_id] for unit_id in unit_ids]
        return AreaAssessment(
            region=region,
            name=name,
            units=sum(one.projects > 0 for one in inside),
            counts=AssessmentCounts(
                **{
                    field: sum(getattr(one, field) or 0 for one in inside)
                    for field in AssessmentCounts.__struct_fields__
                }
            ),
            # Of each county its own: whoever learned in two counts in both, as in the sums of their results.
            learners=tuple(len(self._together(unit_ids, measure)) for measure in MEASURES),
        )

    def _together(self, unit_ids: Iterable[int], measure: str) -> set[tuple[Document, str]]:
        return {
            (self._first.get(person, person), self._units[unit_id].region[:COUNTY_DIGITS])
            for unit_id in unit_ids
            for person in self._people.get((unit_id, measure), ())
        }
