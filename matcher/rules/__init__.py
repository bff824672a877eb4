"""The rules of the contract, one room each; whatever walks over rules walks over `RULES`."""

from __future__ import annotations

from matcher.rules.apart import ApartRule
from matcher.rules.assign import AssignRule
from matcher.rules.base import Breach, FormedGroup, Masks, Rule
from matcher.rules.co_lead import CoLeadRule
from matcher.rules.count import CountRule
from matcher.rules.eligible import EligibleRuleRoom
from matcher.rules.everyone import EveryoneRule
from matcher.rules.gender_pair import GenderPairRule
from matcher.rules.gender_wish import GenderWishRule
from matcher.rules.leading import LeadingRule
from matcher.rules.locks import LockRule
from matcher.rules.max_groups import MaxGroupsRule
from matcher.rules.max_mentees import MaxMenteesRule
from matcher.rules.no_lone import NoLoneRule
from matcher.rules.one_place import OnePlaceRule
from matcher.rules.pairing import PairingRule
from matcher.rules.rooms import RoomsRule
from matcher.rules.schedule import ScheduleRule
from matcher.rules.size import SizeRule
from matcher.rules.together import TogetherRule

__all__ = ["RULES", "Breach", "FormedGroup", "Masks", "Rule"]

RULES: tuple[Rule, ...] = (
    LeadingRule(),
    OnePlaceRule(),
    ScheduleRule(),
    RoomsRule(),
    SizeRule(),
    CountRule(),
    EveryoneRule(),
    MaxGroupsRule(),
    MaxMenteesRule(),
    GenderPairRule(),
    PairingRule(),
    CoLeadRule(),
    EligibleRuleRoom(),
    GenderWishRule(),
    NoLoneRule(),
    ApartRule(),
    AssignRule(),
    LockRule(),
    TogetherRule(),
)
"""`TogetherRule` comes last: it leaves to each of a cluster only what every rule before leaves to all of it."""
