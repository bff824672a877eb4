"""A group's two mentors are of different genders (`mixed`) or of the same (`same`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.intake.people import Intake
from matcher.intake.ties import genders_suit
from matcher.intake.words.listing import in_words
from matcher.rules.rule import Breach, FormedGroup, Masks, Rule, codes, named, pairs_of


class GenderPairRule(Rule):
    """The two mentors' genders suit the program."""

    name = "genders of a pair"
    group_by_group = True
    of_the_named = True

    def forbid(self, intake: Intake, masks: Masks) -> None:
        """Take out pairs whose genders do not suit."""
        wanted = intake.program.gender.pair
        if wanted == "any" or intake.program.groups.mentors == 1:
            return
        code = codes([mentor.gender_key for mentor in intake.mentors])
        known = code >= 0
        equal = code[:, None] == code[None, :]
        masks.pairable &= known[:, None] & known[None, :] & (equal if wanted == "same" else ~equal)

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield groups whose mentors' genders do not suit."""
        wanted = intake.program.gender.pair
        if wanted == "any" or intake.program.groups.mentors == 1:
            return
        asked = "of one gender" if wanted == "same" else "of two genders"
        for group, one, other in pairs_of(intake, groups):
            if not genders_suit(intake.program, one, other):
                told = in_words(person.gender or "undisclosed" for person in (one, other))
                leaders = named(intake, one.id, other.id)
                yield self.breach(f"{group.id} is led by {leaders} ({told}); they must be {asked}", one.id, other.id)

    def phrase(self, intake: Intake, count: int) -> str:
        """Say why `count` groups or mentors are closed to somebody."""
        asked = {
            "same": "both mentors of a pair must be of the same gender",
            "mixed": "the two mentors of a pair must be of different genders",
            "any": "the two mentors of a pair may be of any genders",
        }[intake.program.gender.pair]
        return f"cannot lead together: {asked} (gender.pair)"
