"""What a branch keeps of results beside its log: who, which course, how many hours, as they were filed.

The log's own entries can be read only with the person's document. A branch that assesses and audits
what its units filed (核查) has to see its own results together, so it keeps them sealed under its own
key, a batch at a time. They never leave the branch.

Source: 浙学银〔2019〕2号, 三（三） and 四（五）; DESIGN section 3 (at home, encrypted at rest).
"""

from datetime import date, datetime

import msgspec

from federation.model.achievement_class import AchievementClass


class FiledResult(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One result; hours are hundredths, None is unknown.

    Attributes:
        achievement_class: which class it is of.
        institution: name of the institution that trained, as filed or as the catalogue had it.
        project_code, course_code: of the catalogue; "" for what is filed outside it.
        run: which run of the project; 0 if the row didn't say.
        document_type, document_number: canonical.
        name: the learner's, in full.
    """

    achievement_class: AchievementClass
    institution: str
    project_code: str
    course_code: str
    run: int
    document_type: int
    document_number: str
    name: str
    achieved_on: date
    training_hours: int | None = None
    credit_hours: int | None = None

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return f"FiledResult({self.project_code})"


class ResultBatch(msgspec.Struct, frozen=True, kw_only=True):
    """Results that were appended together: `results[i]` is own entry `first_index + i`.

    Attributes:
        first_index: leaf index in the own log.
        import_id: of the file that they came in.
        unit_id: the unit that filed them.
        filed_at: aware.
    """

    first_index: int
    import_id: str
    unit_id: int
    filed_at: datetime
    results: tuple[FiledResult, ...]
