"""The rules of the contract, one room each; whatever walks over rules walks over `RULES`."""

from __future__ import annotations

from matcher.rules.groups.count import CountRule
from matcher.rules.groups.everyone import EveryoneRule
from matcher.rules.groups.leading import LeadingRule
from matcher.rules.groups.one_place import OnePlaceRule
from matcher.rules.groups.rooms import RoomsRule
from matcher.rules.groups.schedule import ScheduleRule
from matcher.rules.groups.size import SizeRule
from matcher.rules.locks import LockRule
from matcher.rules.members.apart import ApartRule
from matcher.rules.members.assign import AssignRule
from matcher.rules.members.eligible import EligibleRuleRoom
from matcher.rules.members.gender_wish import GenderWishRule
from matcher.rules.members.mix import MixRuleRoom
from matcher.rules.members.no_lone import NoLoneRule
from matcher.rules.members.together import TogetherRule
from matcher.rules.mentors.co_lead import CoLeadRule
from matcher.rules.mentors.gender_pair import GenderPairRule
from matcher.rules.mentors.max_groups import MaxGroupsRule
from matcher.rules.mentors.max_mentees import MaxMenteesRule
from matcher.rules.mentors.pairing import PairingRule
from matcher.rules.registry import Rules
from matcher.rules.rule import Breach, Counted, FormedGroup, Masks, Rule

__all__ = ["RULES", "Breach", "Counted", "FormedGroup", "Masks", "Rule", "register_rule"]

RULES = Rules(
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
    MixRuleRoom(),
    ApartRule(),
    AssignRule(),
    LockRule(),
    TogetherRule(),
)
"""`TogetherRule` comes last: it leaves to each of a cluster only what every rule before leaves to all of it.

Rules that a program registers stand before it.
"""

register_rule = RULES.register
