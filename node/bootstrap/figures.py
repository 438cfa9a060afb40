"""Figures: progress by region and month, the year's assessment."""

from node.bootstrap.foundation import Foundation
from node.services.amending.linked_people import LinkedPeople
from node.services.assessment.service import AssessmentService
from node.services.auditing.viewing import UpheldFindings
from node.services.declaring.plans import TrainingPlans
from node.services.progress.service import ProgressService
from node.storage.filing_counts import FilingCounts


def progress(base: Foundation) -> ProgressService:
    """What was filed, by region and month."""
    return ProgressService(
        own_log=base.own_log,
        branch=base.branch,
        counts=FilingCounts(base.database.read),
        units=base.rows.units,
        plain_entries=base.rows.plain_entries,
        copies=base.copies,
        rosters=base.rosters,
        region_names=base.adapter.region_names,
        clock=base.clock,
    )


def assessment(base: Foundation, plans: TrainingPlans) -> AssessmentService:
    """The year's figures against catalogue and plans."""
    return AssessmentService(
        own_log=base.own_log,
        catalogue=base.rows.catalogue,
        results=base.rows.results,
        units=base.rows.units,
        plain_entries=base.rows.plain_entries,
        copies=base.copies,
        rosters=base.rosters,
        region_names=base.adapter.region_names,
        branch=base.branch,
        plans=plans,
        upheld=UpheldFindings(base.rows.cases),
        people=LinkedPeople(
            log_id=base.own_log.log_id,
            entries=base.link_entries,
            records=base.rows.records,
            subject_keys=base.subject_keys,
        ),
        clock=base.clock,
    )
