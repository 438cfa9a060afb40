"""What of a year's assessment may be published: small groups left out, and what would give them away.

A count of one to nine results, or of the results of one to nine people, is absent; so is what it could
be computed from, and what differs from an earlier publication of the same year by so few.

A region's counts are absent together: progress figures publish how many achievements it has in all, and the
others subtracted from that would give the one away. Regions whose achievements the year's progress left out
are left out here as well, so that the two don't tell of different neighbours.

Source: docs/progress.md (the rule of ten); statistical disclosure control by cell suppression.
"""

from collections.abc import Collection, Sequence

from federation.model.assessment import PublishedAssessment, RegionAssessment
from node.model.assessment import MEASURES, AreaAssessment, AssessmentFigures
from node.services.progress.suppression import LEAST_PEOPLE, hidden_places, sums_of_regions


def publishable(
    figures: AssessmentFigures,
    earlier: Sequence[PublishedAssessment] = (),
    left_out: Collection[str] = (),
) -> PublishedAssessment:
    """The publication of these figures.

    Args:
        figures: exact ones.
        earlier: what was published of the same year before.
        left_out: regions whose achievements the published progress of the year leaves out.
    """
    hidden = _hidden(figures.areas, earlier, left_out)
    return PublishedAssessment(
        year=figures.year,
        as_of=figures.as_of,
        rows=tuple(
            RegionAssessment(
                region=area.region,
                name=area.name,
                units=area.units,
                projects=area.counts.projects,
                **({} if area.region in hidden else dict(zip(MEASURES, _counts(area), strict=True))),
            )
            for area in figures.areas
        ),
    )


def _hidden(
    areas: Sequence[AreaAssessment], earlier: Sequence[PublishedAssessment], left_out: Collection[str]
) -> set[str]:
    counts = {area.region: _counts(area) for area in areas}
    groups = {area.region: (sum(counts[area.region]), *counts[area.region], *area.learners) for area in areas}
    changed_little = {
        row.region
        for one in earlier
        for row in one.rows
        for measure, now in zip(MEASURES, counts.get(row.region, ()), strict=False)
        if (before := getattr(row, measure)) is not None and 0 < abs(now - before) < LEAST_PEOPLE
    }
    absent = changed_little | (groups.keys() & set(left_out))
    return hidden_places(groups, list(sums_of_regions(tuple(groups))), absent)


def _counts(area: AreaAssessment) -> tuple[int, ...]:
    return tuple(int(getattr(area.counts, measure)) for measure in MEASURES)
