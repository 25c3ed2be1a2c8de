"""The programmes, the cities that pilot them, and the office's milestones."""

from programmes.models.milestones import Milestone
from programmes.models.pilots import PilotCity, PilotRole
from programmes.models.programme import FocusArea, Programme, ProgrammePoint

__all__ = ["FocusArea", "Milestone", "PilotCity", "PilotRole", "Programme", "ProgrammePoint"]
