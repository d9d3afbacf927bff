"""The matching engine. Frozen data in, explained groups out.

Knows nothing of Django, files or chance: the same pool always yields the same groups, in any
order of its people.
"""

from wayfellow.matching.alternatives import (
    Alternative,
    Holder,
    alternatives,
    prepared,
    suitors,
)
from wayfellow.matching.compared import Comparison, Finding, Part
from wayfellow.matching.engine import solve
from wayfellow.matching.explain import judge
from wayfellow.matching.fairness import audit
from wayfellow.matching.remedies import applied
from wayfellow.matching.roster import columns_needed
from wayfellow.matching.sentences import breach, nearest
from wayfellow.matching.settings import read_settings
from wayfellow.matching.types import (
    BadInput,
    Breach,
    Cancelled,
    Criterion,
    Fault,
    Groups,
    Judgement,
    Mentor,
    Must,
    Obstacle,
    Pair,
    Pin,
    Pool,
    Preferences,
    Remedy,
    Report,
    Settings,
    Solution,
    Student,
    Unplaced,
)
from wayfellow.matching.whatif import WhatIf, solve_from

__all__ = [
    "Alternative",
    "BadInput",
    "Breach",
    "Cancelled",
    "Comparison",
    "Criterion",
    "Fault",
    "Finding",
    "Groups",
    "Holder",
    "Judgement",
    "Mentor",
    "Must",
    "Obstacle",
    "Pair",
    "Part",
    "Pin",
    "Pool",
    "Preferences",
    "Remedy",
    "Report",
    "Settings",
    "Solution",
    "Student",
    "Unplaced",
    "WhatIf",
    "alternatives",
    "applied",
    "audit",
    "breach",
    "columns_needed",
    "judge",
    "nearest",
    "prepared",
    "read_settings",
    "solve",
    "solve_from",
    "suitors",
]
