"""What of a year's assessment may be published: small groups left out, and what would give them away.

A count of one to nine results, or of the results of one to nine people, is absent; so is what it could
be computed from, and what differs from an earlier publication of the same year by so few.

Source: docs/progress.md (the rule of ten); statistical disclosure control by cell suppression.
"""

from collections.abc import Sequence

from federation.model.assessment import PublishedAssessment, RegionAssessment
from node.model.assessment import MEASURES, AreaAssessment, AssessmentFigures
from node.services.progress.suppression import LEAST_PEOPLE, hidden_places, sums_of_regions


def publishable(figures: AssessmentFigures, earlier: Sequence[PublishedAssessment] = ()) -> PublishedAssessment:
    """The publication of these figures.

    Args:
        figures: exact ones.
        earlier: what was published of the same year before.
    """
    hidden = {(place, measure) for measure in MEASURES for place in _hidden(figures.areas, measure, earlier)}
    return PublishedAssessment(
        year=figures.year,
        as_of=figures.as_of,
        rows=tuple(
            RegionAssessment(
                region=area.region,
                name=area.name,
                units=area.units,
                projects=area.counts.projects,
                **{
                    measure: getattr(area.counts, measure)
                    for measure in MEASURES
                    if (area.region, measure) not in hidden
                },
            )
            for area in figures.areas
        ),
    )


def _hidden(areas: Sequence[AreaAssessment], measure: str, earlier: Sequence[PublishedAssessment]) -> set[str]:
    place = MEASURES.index(measure)
    groups = {area.region: (int(getattr(area.counts, measure)), 0, area.learners[place]) for area in areas}
    changed_little = {
        row.region
        for one in earlier
        for row in one.rows
        if (before := getattr(row, measure)) is not None
        and 0 < abs(groups.get(row.region, (before,))[0] - before) < LEAST_PEOPLE
    }
    return hidden_places(groups, list(sums_of_regions(tuple(groups))), changed_little)
