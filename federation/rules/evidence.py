"""What a rule may want to see: evidence that the record itself states, and what only a person can be shown.

Source: DESIGN section 7 (Rules: evidence wanted).
"""

from federation.rules.outcome import Candidate

SHOWN = ("certificate-scan", "transcript-scan")
"""Papers beside the record: a person looks at them."""
STATED = ("certificate-number", "project-code", "course-code", "score", "institution-code")
"""Fields of the record, named as they are in it but for the hyphen."""
EVIDENCE_CODES = (*STATED, *SHOWN)
"""All that a rules file may ask for."""


def evidence_of(item: Candidate) -> frozenset[str]:
    """Codes of the evidence that is there: what is beside the record, and what the record itself states."""
    return item.evidence | {code for code in STATED if getattr(item.body, code.replace("-", "_"))}
