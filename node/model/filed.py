"""What is counted of what units file: the names under which it stands in the counts.

Figures are sums of these; a name is never reused for something else.
"""

LEARNERS = "learners"
"""Accounts opened."""
LEARNERS_ID_CHECKED = "learners-id-checked"
"""Of these, by a number that carries and passed its own check (GB 11643)."""
ACHIEVEMENTS = "achievements"
"""Achievements filed, whatever became of them."""
WITHDRAWN = "achievements-withdrawn"
"""Of these, taken back by whoever filed them."""
REINSTATED = "achievements-reinstated"
"""Of what was taken back, what stands again."""
PERSONAL_DEPOSITS = "achievements-deposited-by-persons"
"""Of the achievements, those that persons deposited themselves."""
