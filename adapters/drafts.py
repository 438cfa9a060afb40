"""Every kind of draft that a row may become, and which kinds of template make which.

Source: DESIGN section 8; 浙学银〔2019〕2号, sections 2 and 3.
"""

from collections.abc import Mapping
from typing import Any

from adapters.base import AccountDraft, AchievementDraft, TemplateKind
from adapters.ledgers import EvaluationLine, LearnerLine, SignInLine
from adapters.projects import ProjectDraft

TrainingDraft = ProjectDraft | LearnerLine | SignInLine | EvaluationLine
"""What goes before a result: few rows, told apart by a tag."""
Draft = AccountDraft | AchievementDraft | TrainingDraft
DRAFTS_OF_KIND: Mapping[TemplateKind, tuple[type[Any], ...]] = {
    "accounts": (AccountDraft,),
    "achievements": (AchievementDraft,),
    "projects": (ProjectDraft,),
    "ledger": (LearnerLine, SignInLine, EvaluationLine),
}
