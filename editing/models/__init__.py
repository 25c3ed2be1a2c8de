"""What the desk stores besides the content."""

from editing.models.activity import Action, Activity
from editing.models.forms import Autosave, Presence
from editing.models.workflow import (
    PendingProblem,
    Stage,
    TranslationStage,
    TranslationState,
    WorkflowState,
)

__all__ = [
    "Action",
    "Activity",
    "Autosave",
    "PendingProblem",
    "Presence",
    "Stage",
    "TranslationStage",
    "TranslationState",
    "WorkflowState",
]
