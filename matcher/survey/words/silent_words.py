"""Words that say nothing of their own beside an answer, and words that turn one round, in four languages.

Everything here is plain: lower case, without accents and apostrophes ("I'd" is ``i d``), as `plain_words` writes it.
An answer is understood where every word of it was read or stands in one of the first lists; whatever else stands beside
it makes it a question.
"""

from __future__ import annotations

import re

from matcher.survey.words.word_tables import words_of

__all__ = ["NAME_SILENT", "ROLE_SILENT", "TURNING", "WISH_AFTER", "WISH_BEFORE", "YES_NO_SILENT"]


def _any(*parts: str) -> str:
    return "|".join(part for part in parts if part)


_POLITE = (
    r"please|pls|plz|thanks(?: a lot| so much)?|thank you(?: so much| very much)?|thx|if possible|if available|"
    r"bitte|danke|wenn moglich|falls moglich|"
    r"s il vous plait|s il te plait|svp|stp|merci|si possible|"
    r"por favor|gracias|si es posible|si se puede"
)
_KEEN = r"really|very much|definitely|absolutely|most|unbedingt|vraiment|absolument|realmente|de verdad"
_YES = r"yes|ja|oui|si"
_TOGETHER = (
    r"to|for|with|by|be|have|work|get|meet|learn|talk|join|matched|paired|placed|grouped|assigned|as|my|a|the|"
    r"mentors?|mentees?|is"
)
_WISHES = (
    rf"(?:i |we )?(?:would|d) (?:(?:{_KEEN}) )*(?:like|love|prefer|choose|pick|want|wish)(?: (?:{_TOGETHER}))*",
    r"(?:i |we )(?:really |very much )?like(?: to (?:be|have|work|get|meet)(?: with)?)?",
    rf"(?:(?:i|we) )?(?:(?:{_KEEN}) )*(?:love|prefer|want|wish for|choose|pick|request|vote for|hope for|hope to get)"
    rf"(?: (?:{_TOGETHER}))*",
    r"(?:my )?(?:choices?|preferences?|picks?|wish|preferred mentors?)(?: (?:is|are|would be))?|mentors?",
    r"preferably|ideally|hopefully|with|either",
    # German
    r"(?:ich )?(?:hatte|wurde|mochte|will|wunsche mir|wunsch mir|bevorzuge|nehme|wahle)(?: (?:sehr |am )?(?:gerne?|"
    r"liebsten))?(?: (?:mit|zu|bei|von))?",
    r"gerne?(?: (?:mit|zu|bei))?|am liebsten(?: (?:mit|zu|bei))?|mit|zu|bei|mein wunsch(?:mentor(?:in)?)?(?: ist| "
    r"ware)?|"
    r"wunsch(?:mentor(?:in)?)?|mentor(?:in)?",
    # French
    r"(?:je |j )(?:voudrais|veux|prefere|prefererais|souhaite|souhaiterais|aimerais|choisis)(?: bien)?"
    r"(?: (?:travailler|etre|avoir))?(?: avec)?",
    r"avec|de preference|mon choix(?: est)?|mon mentor prefere(?: est)?|plutot avec",
    # Spanish
    r"(?:yo |me )?(?:gustaria|encantaria|prefiero|preferiria|quiero|quisiera|deseo|elijo)(?: (?:trabajar|estar|tener))?"
    r"(?: (?:con|a))?",
    r"con|a|preferiblemente|mi (?:eleccion|opcion|preferencia)(?: es)?",
)
WISH_BEFORE = re.compile(_any(*_WISHES, _POLITE, _YES, _KEEN, r"and|then|und|dann|et|puis|y|luego|o"))
"""What may stand before a name in a wish for that person."""

WISH_AFTER = re.compile(
    _any(
        _POLITE,
        _KEEN,
        r"(?:would be|is|ware|waere|serait|seria) (?:great|nice|lovely|perfect|best|ideal|wonderful|amazing|fantastic|"
        r"toll|super|schon|ideal|prima|parfait|ideale?|genial|perfect[oa])",
        r"is (?:my )?(?:choice|preference|favou?rite)|as (?:my |a )?(?:choice|mentor|preference)",
        r"als mentor(?:in)?|arbeiten|zusammenarbeiten|haben|comme mentore?|como mentora?",
        r"mentors?|mentees?",
    )
)
"""What may stand after one."""

NAME_SILENT = re.compile(_any(_POLITE, _YES))
"""What may stand beside a name whatever is asked, whom one does not want included."""

YES_NO_SILENT = words_of(
    "sorry thanks thank you please pls unfortunately sadly definitely of course absolutely sure certainly i do am "
    "would will like love want to the it we entirely fully agree accept consent happy happily glad gladly with "
    "that this leider danke bitte gerne gern sehr naturlich klar auf jeden fall ich mochte will dabei bin stimme "
    "einverstanden zu merci desole desolee malheureusement bien sur avec plaisir je suis accepte accord d "
    "volontiers gracias lo siento claro por supuesto acepto de acuerdo estoy quiero desgraciadamente "
    "lamentablemente"
)
"""Words that may stand beside a yes or a no."""

ROLE_SILENT = words_of(
    "a an the i am m d ll would like love want to be become being as have get sign signing signed up apply "
    "applying for register registering join joining in of on my this your program programme scheme student "
    "students year years peer new first returning senior junior undergraduate graduate postgraduate staff please "
    "yes happy interested one ich bin bewerbe mich als ein eine einen mochte werden haben gern gerne ja sein "
    "suche nehme teil je suis un une le la souhaite voudrais veux etre devenir avoir comme oui soy un una el la "
    "quiero quisiera me gustaria ser tener como si"
)
"""Words that may stand beside a role."""

TURNING = re.compile(
    r"\b(?:not|nt|n t|don t|doesn t|can t|cannot|won t|wouldn t|isn t|aren t|no|non|none|never|nor|neither|without|w o|"
    r"except\w*|excluding|exclude|excluded|but|besides|other than|rather than|instead|unless|avoid\w*|dislike\w*|hate|"
    r"least|less|minus|against|refus\w*|reject\w*|veto|anti|unwanted|longer|former\w*|previous\w*|ex|last year|"
    r"already|used to|was|were|had|ago|if|"
    r"nicht|kein\w*|ohne|nie|niemals|niemand|ausser|auser|statt|weder|vermeid\w*|ungern|wenigsten|bloss|fruher\w*|"
    r"letzte\w*|ehemalig\w*|war|hatte schon|aber|"
    r"ne|n|pas|sans|jamais|sauf|aucun\w*|excepte|hormis|evit\w*|ni|moins|plus jamais|ancien\w*|dernier\w*|mais|etais|"
    r"sin|nunca|jamas|menos|excepto|salvo|ningun\w*|evit\w*|tampoco|pero|ya no|pasado|anterior\w*|fui|era)\b"
)
"""Words that may turn what they stand beside into its opposite, or speak of another year."""
