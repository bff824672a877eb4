"""Questions of a form, how each person answers them, and what the answers mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from random import Random

from benchmarks.exports import hours, short_answers, wishes
from benchmarks.exports.headings import ASKED
from benchmarks.exports.languages import LANGUAGES
from benchmarks.exports.tools import Asked, Reply, Shape, Tool
from benchmarks.exports.truth import (
    ALWAYS,
    WORK_WEEK,
    Field,
    Hours,
    Items,
    Names,
    Person,
    Presence,
    Style,
    Truth,
    Window,
    Words,
    free_at,
)
from benchmarks.names import INTERESTS

__all__ = ["Answer", "Form", "Question"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered: in a form, as it is meant, and of which kind it is."""

    reply: Reply
    truth: Truth
    kind: str
    free: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and how it is answered.

    `field` None: its answers mean nothing here. `target`: what a mapping calls it, where it says who somebody is.
    """

    field: Field | None
    asked: Asked
    answer: Callable[[Random, Person], Answer | None]
    target: str | None = None


DATE = 5
"""Day of October 2026 that is a Monday."""
DATES = {
    "en": ("{day} {date} Oct", "{day}, October {date}"),
    "de": ("{day} {date}.10.", "{day}, {date}. Oktober"),
    "fr": ("{day} {date} oct", "{day} {date} octobre"),
    "es": ("{day} {date} oct", "{day} {date} de octubre"),
}


class Form:
    """A form in one language and style, for some people; its methods draw its questions."""

    def __init__(self, random: Random, code: str, style: Style, tool: Tool, people: Sequence[Person]) -> None:
        self.random, self.code, self.style, self.tool = random, code, style, tool
        self.mentors = [one for one in people if one.role == "mentor"]
        self.mentees = [one for one in people if one.role == "mentee"]
        self._words = random.randrange(2)
        self._dated = style is not Style.FREE and random.random() < 0.2
        self._dates: list[tuple[str, str, Window]] = []

    @property
    def _free(self) -> bool:
        return self.style is Style.FREE

    def heading(self, key: str) -> str:
        """Return one of the ways of asking something."""
        return self.random.choice(ASKED[key][self.code])

    def _sort(self, random: Random) -> str:
        """Return how somebody writes in a field for own words."""
        return random.choices(("plain", "loose", "tricky", "unknowable"), (40, 30, 22, 8))[0] if self._free else "plain"

    # Who -------------------------------------------------------------------------------------------------------------

    def who(self) -> list[Question]:
        """Return the questions on who somebody is, as far as the tool does not know."""
        if self.tool.knows_who:
            return []
        known = [] if self.tool.name == "Google Forms" else [self.heading("email")]
        told: list[tuple[str, str, Callable[[Person], str]]] = [("name", self.heading("name"), lambda one: one.name)]
        if self.tool.name == "Jotform" or self.random.random() < 0.2:
            told = [
                ("first_name", self.heading("first name"), lambda one: one.first),
                ("last_name", self.heading("last name"), lambda one: one.last),
            ]
        told += [("email", heading, lambda one: one.email) for heading in known]
        return [Question(None, Asked(heading), _as_written(tell), target) for target, heading, tell in told]

    def role(self) -> Question:
        """Return the question on the role; somebody may want both."""

        def answer(random: Random, one: Person) -> Answer:
            both = {"en": "Both", "de": "beides", "fr": "les deux", "es": "ambos"}[self.code]
            if self._free and random.random() < 0.05:
                return Answer(both, Words(frozenset()), "both roles")
            mentee = {"fr": "Mentoré", "es": "Mentorizado"}.get(self.code, "Mentee")
            return Answer("Mentor" if one.role == "mentor" else mentee, Words(frozenset({one.role})), "role")

        return Question(Field.ROLE, Asked(self.heading("role"), Shape.ONE), answer, "role")

    # Hours -----------------------------------------------------------------------------------------------------------

    def hours(self, *, own_words: bool) -> Question:
        """Return a question on hours: in words, or as options in one of the shapes that the tool has."""
        key = "free"
        if self.style is Style.HEADINGS:
            key = self.random.choice(("free, with an instruction", "free, in unusual words", "busy", "free"))
        if key == "busy" and not own_words and self.tool.leaves_questions_out:
            key = "free"
        kind = "" if key == "free" else f"question: {key}"
        if own_words:
            return self._hours_in_words(self.heading(key), kind, busy=key == "busy")
        return self._hours_as_options(self.heading(key), kind, busy=key == "busy")

    def _hours_in_words(self, heading: str, kind: str, *, busy: bool) -> Question:
        def answer(random: Random, _: Person) -> Answer:
            if self._free:
                told = hours.written(random, self.code, self._sort(random))
            else:
                told = hours.written_clean(random, LANGUAGES[self.code], hours.draw_windows(random))
            return Answer(told.text, _turned(told.truth, busy=busy), kind or told.kind, self._free)

        return Question(Field.HOURS, Asked(heading), answer)

    def _slots(self) -> list[tuple[str, str, Window]]:
        """Return the slots of a form: day, hours, and when it is; in a grid each day has the same hours.

        Where these are dates, both roles are asked about the same ones.
        """
        if not self._dated:
            return self._drawn_slots()
        self._dates = self._dates or self._drawn_slots()
        return self._dates

    def _drawn_slots(self) -> list[tuple[str, str, Window]]:
        language = LANGUAGES[self.code]
        span = self.random.choice(language.clean)
        names = self.random.choice((language.days, language.short))
        if self._dated:
            template = self.random.choice(DATES[self.code])
            names = tuple(template.format(day=name, date=DATE + place) for place, name in enumerate(names))
        starts = sorted(self.random.sample((9, 10, 11, 12, 13, 14, 15, 16, 17, 18), 3))
        days = sorted(self.random.sample(range(5), 3))
        return [
            (names[day], span(start * 60, start * 60 + 60), Window(day, start * 60, start * 60 + 60))
            for day in days
            for start in starts
        ]

    def _hours_as_options(self, heading: str, kind: str, *, busy: bool) -> Question:
        slots = self._slots()
        days = tuple(dict.fromkeys(day for day, _, _ in slots))
        spans = tuple(dict.fromkeys(span for _, span, _ in slots))
        what = "dates as " if self._dated else "ticked: "
        together = self.tool.name in ("Google Forms", "Airtable", "SurveyMonkey")
        shape = self.random.choice(("options", "grid", "days and hours" if together else "grid"))
        if shape == "grid" and self.tool.name == "Google Forms":
            shape = "hours and days"

        def answer(random: Random, _: Person) -> Answer:
            chosen = sorted(random.sample(slots, random.randint(1, 4)), key=slots.index)
            free = free_at(window for _, _, window in chosen)
            called = frozenset(f"{day} {span}" for day, span, _ in chosen) if self._dated and not busy else frozenset()
            truth = _turned(Hours(free, free, slots=called), busy=busy)
            return Answer(_laid_out(shape, chosen, self.tool), truth, kind or f"{what}{shape}")

        asked = {
            "options": Asked(heading, Shape.MANY, tuple(f"{day} {span}" for day, span, _ in slots)),
            "grid": Asked(heading, Shape.GRID, days, spans),
            "days and hours": Asked(heading, Shape.EACH, days),
            "hours and days": Asked(heading, Shape.EACH, spans),
        }[shape]
        return Question(Field.HOURS, asked, answer)

    # Wishes ----------------------------------------------------------------------------------------------------------

    def wishes(self) -> Question:
        """Return a mentee's question on mentors."""
        key = "wishes"
        if self.style is Style.HEADINGS:
            key = self.random.choice(("wishes, with an instruction", "mentors of last year", "wishes", "scores"))
        if key == "mentors of last year":
            return self._last_year(self.heading(key))
        if key == "scores":
            return self._mentors_numbered(self.heading(key), scores=True)
        kind = "" if key == "wishes" else f"question: {key}"
        if self._free or self.style is Style.HEADINGS:
            return self._wishes_in_words(self.heading(key), kind)
        shape = self.random.choice(("words", "options", "ranks", "numbers", "one"))
        if self.tool.name in ("Microsoft Forms", "Typeform") and shape == "ranks":
            shape = "options"
        match shape:
            case "words":
                return self._wishes_in_words(self.heading(key), kind)
            case "options":
                return self._wishes_as_options(self.heading(key))
            case "ranks":
                return self._wishes_by_rank(self.heading(key))
            case "one":
                return Question(Field.WISHES, Asked(self.heading(key), Shape.ONE), self._one_wish)
        return self._mentors_numbered(self.heading("ranking"), scores=False)

    def _some(self, random: Random, most: int = 3) -> list[Person]:
        return random.sample(self.mentors, random.randint(2, min(most, len(self.mentors))))

    def _wishes_in_words(self, heading: str, kind: str) -> Question:
        def answer(random: Random, _: Person) -> Answer:
            sort = self._sort(random)
            if self._free:
                told = wishes.written_names(random, self.code, sort, self._some(random))
                return Answer(told.text, told.truth, told.kind, True)
            some = self._some(random)
            text = random.choice(("; ", ", ")).join(one.name for one in some)
            return Answer(text, Names((_numbers(some),)), kind or "whole names")

        return Question(Field.WISHES, Asked(heading), answer)

    def _one_wish(self, random: Random, _: Person) -> Answer:
        one = random.choice(self.mentors)
        return Answer(one.name, Names(((one.number,),)), "one mentor")

    def _wishes_as_options(self, heading: str) -> Question:
        names = tuple(one.name for one in self.mentors)

        def answer(random: Random, _: Person) -> Answer:
            some = sorted(self._some(random), key=lambda one: one.number)
            orders = tuple(permutations(_numbers(some)))
            return Answer(tuple(one.name for one in some), Names(orders), "mentors as options")

        return Question(Field.WISHES, Asked(heading, Shape.MANY, names), answer)

    def _wishes_by_rank(self, heading: str) -> Question:
        ordinals = LANGUAGES[self.code].ordinals

        def answer(random: Random, _: Person) -> Answer:
            some = self._some(random)
            reply = {ordinal: one.name for ordinal, one in zip(ordinals, some, strict=False)}
            return Answer(reply, Names((_numbers(some),)), "a column a rank")

        return Question(Field.WISHES, Asked(heading, Shape.EACH, ordinals), answer)

    def _mentors_numbered(self, heading: str, *, scores: bool) -> Question:
        asked = self.mentors[:5]

        def answer(random: Random, _: Person) -> Answer:
            order = random.sample(asked, len(asked))
            numbers = {one.name: str(5 - place if scores else place + 1) for place, one in enumerate(order)}
            best = _numbers(order)
            allowed = tuple(best[:length] for length in range(2, len(best) + 1)) if scores else (best,)
            return Answer(numbers, Names(allowed), "scores, 5 is best" if scores else "ranks, 1 is best")

        return Question(Field.WISHES, Asked(heading, Shape.EACH, tuple(one.name for one in asked)), answer)

    def _last_year(self, heading: str) -> Question:
        def answer(random: Random, _: Person) -> Answer:
            return Answer(random.choice(self.mentors).name, Names(), "question: mentors of last year")

        return Question(Field.WISHES, Asked(heading, Shape.ONE), answer)

    def not_wanted(self) -> Question:
        """Return a mentee's question on whom not."""

        def answer(random: Random, _: Person) -> Answer | None:
            if random.random() < 0.5:
                return None
            told = wishes.written_refusal(random, self.code, self._sort(random), self._some(random))
            kind = told.kind if self._free else "question: not wanted"
            return Answer(told.text, told.truth, kind, self._free)

        return Question(Field.AVOID, Asked(self.heading("not wanted")), answer)

    # Short answers ---------------------------------------------------------------------------------------------------

    def gender(self) -> Question:
        """Return the question on one's own gender."""
        key = "gender, in other words" if self.style is Style.HEADINGS and self.random.random() < 0.6 else "gender"
        kind = "" if key == "gender" else f"question: {key}"

        def answer(random: Random, one: Person) -> Answer:
            if self._free:
                told = short_answers.gender_in_words(random, self.code, one.gender, tricky=random.random() < 0.06)
            else:
                told = short_answers.chosen_gender(self.code, one.gender, self._words)
            return Answer(told.text, told.truth, kind or told.kind, self._free)

        return Question(Field.GENDER, Asked(self.heading(key), Shape.ONE), answer)

    def wish_on_gender(self) -> Question:
        """Return a mentee's question on the mentor's gender."""

        def answer(random: Random, _: Person) -> Answer:
            turned = self._free and random.random() < 0.15
            told = (short_answers.wish_in_words if turned else short_answers.chosen_wish)(random, self.code)
            return Answer(told.text, told.truth, told.kind, self._free)

        return Question(Field.GENDER_WISH, Asked(self.heading("wish on gender"), Shape.ONE), answer)

    def limit(self) -> Question:
        """Return a mentor's question on how many mentees; with headings, also one that asks for another number."""
        if self.style is Style.HEADINGS and self.random.random() < 0.5:
            return Question(Field.LIMIT, Asked(self.heading("limit, another number")), _another_number)

        def answer(random: Random, _: Person) -> Answer:
            told = short_answers.limit_in_words(random, self.code, self._sort(random))
            return Answer(told.text, told.truth, told.kind, self._free)

        return Question(Field.LIMIT, Asked(self.heading("limit")), answer)

    def interests(self) -> Question:
        """Return the question on interests; with headings, also on what is of none."""
        told = self.tool.together is not None or not self.tool.leaves_questions_out
        turned = self.style is Style.HEADINGS and told and self.random.random() < 0.5
        options = self.random.sample(INTERESTS, 5)

        def answer(random: Random, _: Person) -> Answer:
            ticked = tuple(sorted(random.sample(options, random.randint(1, 3)), key=options.index))
            kind = "question: interests, turned round" if turned else "options"
            return Answer(ticked, Items(frozenset(ticked), turned), kind)

        heading = self.heading("interests, turned round" if turned else "interests")
        return Question(Field.INTERESTS, Asked(heading, Shape.MANY, tuple(options)), answer)

    def taking_part(self) -> Question:
        """Return the question on whether somebody takes part; with headings, also on whether somebody withdraws."""
        turned = self.style is Style.HEADINGS and self.random.random() < 0.5

        def answer(random: Random, _: Person) -> Answer:
            told = short_answers.taking_part(random, self.code, turned=turned, own_words=self._free)
            return Answer(told.text, told.truth, "question: withdrawing" if turned else told.kind, self._free)

        heading = self.heading("withdrawing" if turned else "taking part")
        return Question(Field.PART, Asked(heading, Shape.ONE), answer)

    def note(self) -> Question:
        """Return a field for comments; most leave it blank, and what stands there asks for nothing."""
        notes = {
            "en": ("Looking forward to it!", "I am in my second year.", "Thanks for organising this"),
            "de": ("Ich freue mich!", "Danke fürs Organisieren", "Ich bin im zweiten Jahr"),
            "fr": ("Merci pour l'organisation", "Hâte de commencer !"),
            "es": ("¡Gracias por organizarlo!", "Con muchas ganas de empezar"),
        }[self.code]

        def answer(random: Random, _: Person) -> Answer | None:
            return Answer(random.choice(notes), Presence(True), "note") if random.random() < 0.2 else None

        return Question(None, Asked(self.heading("note")), answer)


def _as_written(tell: Callable[[Person], str]) -> Callable[[Random, Person], Answer]:
    return lambda _, one: Answer(tell(one), Presence(True), "who")


def _another_number(random: Random, _: Person) -> Answer:
    return Answer(str(random.randint(1, 5)), Words(frozenset({""})), "question: another number")


def _numbers(people: Sequence[Person]) -> tuple[int, ...]:
    return tuple(one.number for one in people)


def _turned(truth: Hours, *, busy: bool) -> Hours:
    """Return what the hours mean where they answer when one is *not* free."""
    return Hours(WORK_WEEK - truth.cover, ALWAYS - truth.core, truth.known) if busy else truth


def _laid_out(shape: str, chosen: Sequence[tuple[str, str, Window]], tool: Tool) -> Reply:
    if shape == "options":
        return tuple(f"{day} {span}" for day, span, _ in chosen)
    if shape == "grid":
        return frozenset((day, span) for day, span, _ in chosen)
    by: dict[str, list[str]] = {}
    for day, span, _ in chosen:
        item, told = (day, span) if shape == "days and hours" else (span, day)
        by.setdefault(item, []).append(told)
    return _joined(by, tool.together or ", ")


def _joined(by: Mapping[str, Sequence[str]], joint: str) -> Mapping[str, str]:
    return {item: joint.join(told) for item, told in by.items()}
