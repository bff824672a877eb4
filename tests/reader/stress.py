"""What is told of mentors who drop out, from the table in which the losses were tried: the table held against facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

from tests.reader.seen import Facts
from tests.reader.words import Words


@dataclass(frozen=True)
class Losses:
    """The losses that were tried, as the file of `matcher stress` tells them."""

    table: dict[str, Any]

    def of(self, size: int) -> list[dict[str, Any]]:
        return [loss for loss in self.table["losses"] if len(loss["mentors"]) == size]

    def harmful(self, size: int) -> list[dict[str, Any]]:
        now = self.table["left_out_now"]
        return [loss for loss in self.of(size) if loss["left_out"] is None or loss["left_out"] > now]

    @property
    def sizes(self) -> list[int]:
        return [row["lost"] for row in self.table["tried"]]

    def wrong(self, so: Facts) -> list[str]:
        """What the table says of groups that is not so."""
        told = self.table
        found = [] if told["left_out_now"] == len(so.left_out) else [f"{told['left_out_now']} are said to be left out"]
        found += [] if told["objective_now"] == so.objective else [f"they are said to score {told['objective_now']}"]
        found += [] if told["spare"] == so.spare else [f"{told['spare']} are said to be in reserve"]
        found += [f"{row} are possible" for row in told["tried"] if row["of"] != comb(len(so.mentors), row["lost"])]
        for loss in told["losses"]:
            groups = [group for group in so.groups if set(group.mentors) & set(loss["mentors"])]
            right = ([group.id for group in groups], sum(len(group.mentees) for group in groups))
            if (loss["groups"], loss["concerned"]) != right:
                found.append(f"{loss} is of {right}")
        return found

    def heading(self, words: Words, size: int) -> str:
        return words.say(("stress.lost_1", "stress.lost_2", "stress.lost_3")[size - 1])

    def tried(self, words: Words, size: int) -> str:
        (row,) = (one for one in self.table["tried"] if one["lost"] == size)
        so_many = len(self.of(size))
        if so_many == row["of"]:
            return words.say("stress.tried_all", so_many)
        if not so_many:
            return words.say("stress.tried_none")
        if so_many == row["chosen"]:
            return words.say("stress.tried_sample", so_many, possible=row["of"])
        return words.say("stress.tried_until", so_many, possible=row["of"])

    def sentences(self, words: Words, size: int) -> Iterator[str]:
        losses, now = self.of(size), self.table["left_out_now"]
        if not losses:
            return
        harmless = len(losses) - len(self.harmful(size))
        yield words.say("stress.harmless", len(losses), harmless=harmless)
        more = [max(0, loss["left_out"] - now) for loss in losses if loss["left_out"] is not None]
        if any(more):
            yield words.say("stress.more", average=words.number(sum(more) / len(more), 1), worst=max(more))
        if len(more) < len(losses):
            yield words.say("stress.none_found", len(losses) - len(more))

    def now(self, words: Words) -> str:
        told = [words.say("stress.left_out_now", self.table["left_out_now"])]
        return " ".join(told + ([] if self.table["spare"] else [words.say("stress.no_spare")]))

    def how(self, words: Words) -> str:
        told = [words.say("stress.how")]
        return " ".join(
            told + ([words.say("stress.how_others")] if any(one["moved"] for one in self.table["losses"]) else [])
        )

    def told(self, words: Words) -> Iterator[str]:
        """What the summary of a workbook says."""
        yield self.now(words)
        for size in self.sizes:
            yield " ".join([f"{self.heading(words, size)} ({self.tried(words, size)}).", *self.sentences(words, size)])

    def left_out(self, words: Words, loss: dict[str, Any]) -> str:
        if loss["left_out"] is None:
            return words.say("stress.no_grouping")
        if loss["proved"]:
            return words.number(loss["left_out"])
        return words.say("stress.at_most", number=loss["left_out"])

    def why_none(self, words: Words, loss: dict[str, Any]) -> tuple[str, str | None]:
        """Why there is no grouping, in the language, and what shows it, in English; blank where one is known."""
        if loss["left_out"] is not None:
            return "", None
        if loss["reason"] == "none was found in time":
            return words.say("stress.not_in_time"), None
        proved, why = loss["reason"].split(": ", 1)
        assert proved == "no assignment satisfies the rules"
        return words.say("stress.no_assignment"), why

    def rows(self, words: Words, so: Facts) -> Iterator[Sequence[Any]]:
        """The rows of a workbook."""
        for size in self.sizes:
            for loss in self.harmful(size):
                proved = loss["proved"] and loss["left_out"] is not None
                yield (
                    size,
                    "; ".join(loss["mentors"]),
                    words.row(so.called[one] for one in loss["mentors"]),
                    words.row(loss["groups"]),
                    loss["concerned"],
                    loss["left_out"] if proved else self.left_out(words, loss),
                    loss["moved"],
                    " ".join(filter(None, self.why_none(words, loss))) or None,
                )
