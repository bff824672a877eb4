"""The questions of a form: by which words each is known, in the languages that forms are mostly written in."""

from __future__ import annotations

import re
from typing import NamedTuple

from matcher.survey.mapping.heading_words import REFUSED, any_of

__all__ = ["IGNORED_QUESTIONS", "QUESTIONS", "ZONES", "ZONES_APART", "Question"]

ZONES = (
    r"time ?zones?|zeitzonen?|fuseaux? horaires?|(?:zona|huso) horari[oa]|tz|(?:utc|gmt) ?offset"
    r"|offset (?:from|to|zu|von) (?:utc|gmt)"
)
"""Words for a time zone, as a regular expression."""

ZONES_APART = (
    r"time ?diff\w*|difference (?:in time|to|from) (?:utc|gmt)|zeitverschiebung|zeitunterschied|zeitdifferenz"
    r"|(?:decalage|difference) horaire|(?:diferencia|desfase) horari[oa]"
)
"""Words for how far a clock is from another, which is told in either direction."""


class Question(NamedTuple):
    """What a column means where its question holds `words` and none of `unless`; both are regular expressions.

    `whole`: the words are all that the question says, so that nothing else can be meant.
    """

    meaning: str
    words: str
    unless: str = r"(?!)"
    whole: bool = False


_MENTOR = r"(?:mentor(?:s|es|a|as|in|innen|en)?|tutor(?:s|es|a|as)?|seniors?|leaders?|facilitators?|bigs?)"
_MENTEE = r"(?:mentees?|mentorad[oa]s?|mentorizad[oa]s?|proteges?|freshers?|freshmen|first years?|littles?)"
_CO = any_of(
    r"co ?mentor\w*|co ?lead\w*|co ?facilitat\w*|co ?host\w*|(?:lead|pair|facilitate|host|"
    r"mentor)\w* (?:\w+ ){0,3}(?:together )?with|mentor(?:ing)? partners?|partner(?:s)?|"
    r"paired with"
)
_WISH = any_of(
    r"choices?|choos\w*|chosen|prefer\w*|rank\w*|wish\w*|want\w*|would you (?:most )?like|"
    r"would like|like to (?:be|have|work|meet|join)|request\w*|favou?rites?|picks?|select\w*|"
    r"top \w+|wahl|wunsch\w*|bevorzug\w*|eleccion(?:es)?|opcion(?:es)?|choix|souhait\w*|"
    r"escolha\w*|interested in (?:working|being|meeting)|nominat\w*|mochte\w*|willst|wunsche\w*|voulez|voudri\w*|"
    r"aimeri\w*|hattest (?:du|sie) (?:am liebsten|gern\w*)|gewunscht\w*|prefier\w*|gustaria|quier\w*|quisier\w*|"
    r"querri\w*|desea\w*"
)
_SOMEBODY_ELSES = any_of(
    r"parents?|guardian\w*|supervisor\w*|advisor\w*|emergency|friend\w*|partner\w*|confirm\w*|"
    r"alternat\w*|secondary|again|repeat|referr\w*|co ?mentor\w*|prefer\w* mentor\w*|may we|"
    r"receive|subscribe|newsletter|list"
)
_AVAILABLE = any_of(
    r"availab\w*|free times?|free slots?|when are you (?:\w+ )?free|are you free|you re free|"
    r"time ?slots?|times? (?:that )?(?:work|suit|can|you can)\w*|(?:can|could) you (?:meet|"
    r"attend|make)|meeting times?|which times?|what times?|office hours|schedule|verfugbar\w*|"
    r"wann (?:hast|haben|kannst|konnen)\w*|disponib\w*|horarios?|disponivel|when can you|"
    r"days and times|times and days|hours"
)
_UNAVAILABLE = any_of(
    r"unavail\w*|not (?:be )?avail\w*|not (?:be )?free|can ?t (?:meet|make|attend|do)|cannot|"
    r"can not|busy|conflicts?(?: in| with)? (?:your )?(?:schedule|class\w*|time\w*)?|"
    r"times? (?:that )?(?:don t|do not|doesn t|won t)|nicht (?:verfugbar|konnen)|"
    r"no disponib\w*|indisponib\w*|unable to (?:meet|attend|make)|do not schedule"
)
_NO_TIMES = any_of(
    r"how many hours|hours per|hours a week|number of hours|time ?zone|comments?|"
    rf"anything else|how much time|{ZONES_APART}"
)
_AVOID = any_of(
    r"avoid\w*|not (?:want|like|wish)\w* to be|rather not|prefer not to (?:be|work|meet)|"
    r"not be (?:matched|paired|placed|grouped|in)|do not (?:match|pair|place|put)|"
    r"don t (?:match|pair|place|put|want)|would not|wouldn t|not (?:be )?(?:matched|paired|"
    r"placed|grouped)|conflicts? of interest|nicht zusammen|evitar|eviter"
)
_GENDER = any_of(
    r"genders?|sex|geschlecht\w*|genero|sexo|genre|sexe|gender identity|i identify as|"
    r"do you identify"
)
_ABOUT_OTHERS = any_of(
    r"mentors?|prefer\w*|match\w*|comfortable|wish\w*|want\w*|would you like|leaders?|"
    r"same gender|matter\w*|important|wunsch\w*|mentee\w*"
)
_TELLING = any_of(
    r"why|how|describe|explain|tell us|expect\w*|hope\w*|gain|get out of|what (?:do|"
    r"would) you (?:want|like|hope) (?:to|from|in)|qualit\w*|characteristics|background|style|"
    r"traits?|topics?|areas?|ever (?:been|had)|been a"
)

QUESTIONS = (
    Question(
        "time",
        r"(?:timestamp|zeitstempel|marca temporal|horodateur|carimbo de data hora|completion time|"
        r"hora de finalizacion|fertigstellungszeit|heure de fin|recorded ?date|end ?date|"
        r"date submitted|submit ?date|submitted(?: at| on)?|submission (?:date|time)|date modified|"
        r"date ?stamp|date created|start ?time|start ?date|date started|created at|response time|"
        r"startzeit|hora de inicio|informatii de timp|tijdstempel|date)",
        whole=True,
    ),
    Question("status", r"(?:status|response type)", whole=True),
    Question("finished", r"(?:finished|completed|complete)", whole=True),
    Question(
        "role",
        any_of(
            r"mentors? or (?:a )?mentees?|mentees? or (?:a )?mentors?|your role|as an? mentor or|"
            r"deine rolle|ihre rolle|teilnehmen als|je souhaite etre|quiero ser|mentor (?:oder|ou|o|u) (?:\w+ "
            r")?mentor\w*|"
            r"mentor oder (?:\w+ )?mentee|(?:sign|signing|applying|apply|participat\w*|join\w*|"
            r"regist\w*) (?:\w+ ){0,4}as|i (?:am|m) an?|i want to be an?|are you (?:an? )?(?:mentor|"
            r"mentee)"
        ),
        unless=any_of(r"why|ever been|been a"),
    ),
    Question(
        "role",
        r"(?:role|rolle|rol|papel|i would like to be an?|role in (?:the )?program\w*|participant type|type of "
        r"participant|"
        r"i am|are you|mentor mentee|position|type|you are)",
        whole=True,
    ),
    Question(
        "email",
        any_of(
            r"e ?mails?(?: address\w*)?|mail|mail address|e ?mail ?adresse|correo(?: electronico)?|"
            r"courriel|adresse (?:e )?mail|email id|user ?name|upn"
        ),
        unless=_SOMEBODY_ELSES,
    ),
    Question(
        "first_name",
        any_of(
            r"first ?names?|given ?names?|forename|vorname|prenom|nombre de pila|primer nombre|"
            r"recipient ?first ?name|fname"
        ),
        unless=any_of(
            r"and last|last|mentor s|surname|nom et|et nom|prefer\w*|friend\w*|emergency|pronounc\w*|und nachname|"
            r"nachname|parent\w*"
        ),
    ),
    Question(
        "last_name",
        any_of(
            r"last ?names?|family ?names?|sur ?names?|nachname|familienname|apellidos?|nom de famille|"
            r"sobrenome|recipient ?last ?name|lname"
        ),
        unless=any_of(r"first|vorname|vor und|nombre y|prenom|friend\w*|emergency|pronounc\w*|parent\w*|nombres"),
    ),
    Question(
        "nickname",
        any_of(
            r"prefer\w* (?:first )?name|nick ?name|(?:like|want) to be called|goes by|go by|rufname|"
            r"should we call you|name you (?:go by|use)|known as|called"
        ),
    ),
    Question(
        "name",
        any_of(
            r"full ?name|your name|name and surname|first and last name|last and first name|"
            r"vor ?und nachname|nombre completo|nom complet|nombre y apellidos?|nome completo|"
            r"dein name|ihr name|wie heisst du|wie heissen sie|como te llamas|como se llama|comment (?:vous|t) "
            r"appel\w*|"
            r"nom et prenom|prenom et nom|votre nom|ton nom|tu nombre|su nombre|nombre y apellido|(?:mentor|mentee|"
            r"student|participant|respondent|applicant|"
            r"volunteer) ?(?:s )?(?:full )?name|name of (?:mentor|mentee|student|participant)|"
            r"who are you"
        ),
        unless=any_of(r"prefer\w* mentor|choice|friend\w*|pronounc\w*"),
    ),
    Question(
        "name",
        r"(?:(?:what is |what s |please enter |enter )?(?:your |the |my )?(?:full |legal |complete |"
        r"display )?names?(?: first last| first and last| last first)?|nombre|nom|nome|mentor|"
        r"mentee|student|participant|navn|naam|imie i nazwisko|vollstandiger name|name vorname|"
        r"nachname vorname)",
        whole=True,
    ),
    Question(
        "id",
        any_of(
            r"(?:student|mentor|mentee|participant|staff|employee|member|university|college|campus|"
            r"school|matric\w*|person|user|applicant|net|learner) ?(?:id|number|no|nr|identifier|code|"
            r"identification(?: number)?)|id number|matrikelnummer|matricula|numero (?:de|"
            r"d )? ?(?:estudiante|etudiant|alumno)|studierendennummer|z ?number|uni ?id|"
            r"(?:\w+ )?(?:p|e|u|s|b|g|w|net|cw)id"
        ),
        unless=any_of(r"e ?mail|prefer\w*|choice|friend\w*|partner\w*"),
    ),
    Question(
        "id", r"(?:id|identifier|number|no|nr|code|student|key|unique id|anonymous id|study id|participant)", whole=True
    ),
    Question(
        "mentor_gender",
        rf"(?=.*{_GENDER})(?=.*{_ABOUT_OTHERS})",
        unless=any_of(r"your gender|gender identity|identify|pronouns?"),
    ),
    Question("mentor_gender", any_of(r"(?:male|female|woman|women|man|men) mentor\w*|same gender\w*|mentor\w* gender")),
    # By the answers it is told from a question for gender that names pronouns too.
    Question("pronouns", any_of(r"pronouns?|pronomen|pronombres?|pronoms?|pronomes?")),
    Question("gender", _GENDER),
    Question(
        "gender",
        any_of(
            r"male or (?:a )?female|female or (?:a )?male|man or (?:a )?woman|woman or (?:a )?man|mann oder (?:eine "
            r")?frau|"
            r"frau oder (?:ein )?mann|mannlich oder weiblich|weiblich oder mannlich|homme ou (?:une )?femme|"
            r"femme ou (?:un )?homme|hombre o (?:una )?mujer|mujer u (?:un )?hombre"
        ),
    ),
    Question(
        "gender",
        r"(?:m f|f m|m w|w m|m w d|w m d|h f|f h|h m|m h|male female|female male|kon|kjonn|geslacht|genere|sesso|"
        r"sukupuoli|plec|pohlavi|nem|cinsiyet)",
        whole=True,
    ),
    Question(
        "avoid", REFUSED.pattern, unless=any_of(r"times?|days?|topics?|gender|themen|sujets?|temas?|horas?|zeiten")
    ),
    Question("avoid", _AVOID, unless=any_of(r"times?|days?|topics?|gender")),
    Question("timezone", any_of(ZONES), unless=any_of(ZONES_APART)),
    Question("timezone", r"(?:utc|gmt)(?: \+)*", whole=True),
    Question("unavailable", _UNAVAILABLE, unless=_NO_TIMES),
    Question(
        "max_groups",
        any_of(
            r"how many (?:\w+ )?(?:groups|circles|teams)|(?:number|max\w*) (?:of |"
            r"number of )?(?:groups|circles|teams)|wie viele gruppen|max groups|cuantos grupos|groups"
        ),
    ),
    Question(
        "max_mentees",
        any_of(
            r"how many (?:\w+ ){0,2}(?:mentees|littles|students|people|juniors|freshers|freshmen|first years)|"
            r"(?:number|max\w*|limit\w*) (?:# |of |number |on |the )*(?:\w+ )?(?:mentees|"
            r"students)|(?:maximale |hochst)?(?:an)?zahl (?:an |der |von )?(?:mentees|studierenden?)|"
            r"(?:nombre|numero) (?:max\w* )?d[e ]{1,2} ?(?:etudiants|mentore\w*|estudiantes|alumnos|mentorad\w*|"
            r"mentorizad\w*)|"
            r"combien de mentor\w*|cuant[oa]s mentor\w*|capacity|mentee limit|wie viele mentees|combien (?:d |"
            r"de )?(?:\w+ ){0,2}(?:etudiants|mentores|mentorees?)|cuantos (?:\w+ ){0,2}(?:estudiantes|"
            r"alumnos|mentees|mentorados)|quantos (?:\w+ ){0,2}(?:estudantes|alunos|mentorados)|"
            r"(?:maximale |hochst)?(?:an)?zahl (?:an |der |von )?(?:mentees|studierenden?)|"
            r"(?:nombre|numero) (?:\w*m[aá]?x\w* )?d[e ]{1,2} ?(?:etudiants|mentore\w*|estudiantes|alumnos|mentorad\w*|"
            r"mentorizad\w*)|combien de mentor\w*|cuant[oa]s mentor\w*|"
            r"cuantos mentorados|mentees? (?:max\w*|count|capacity|number)|max mentees|group size"
        ),
        unless=any_of(r"have you|previous\w*|in the past"),
    ),
    Question(
        "preferred_co_mentors",
        rf"(?=.*{_CO})(?=.*(?:{_WISH}|{_CO}))",
        unless=any_of(r"gender|times?|why|have you|ever|partner ?(?:school|universit\w*)|been"),
    ),
    Question("preferred_mentees", rf"(?=.*\b{_MENTEE}\b)(?=.*{_WISH})", unless=_TELLING),
    Question("preferred_mentees", r"(?=.*\bstudents?\b)(?=.*\b(?:to|you) mentor\b)(?!.*how many)", unless=_TELLING),
    Question("preferred_mentees", r"mentees? #? ?\d+", whole=True),
    Question("preferred_mentors", rf"(?=.*\b{_MENTOR}\b)(?=.*{_WISH})", unless=_TELLING),
    Question(
        "preferred_mentors",
        any_of(
            r"wen hattest du (?:am liebsten|gern\w*)|a quien quieres|qui (?:souhait|voul|voudri|aimeri|prefer)\w* "
            r"(?:vous|tu)"
        ),
    ),
    Question("preferred_mentors", any_of(r"wunschmentor\w*|mentor(?:en|innen)?w[uü]nsch\w*")),
    Question("preferred_mentors", r"mentors? #? ?\d+", whole=True),
    Question(
        "preferred_mentors",
        r"\bwhom? (?:would|do) you (?:most |really )?(?:like|want|prefer|wish)\b",
        unless=any_of(r"not|avoid|become|be when|invite|hear|thank"),
    ),
    Question(
        "preferred_mentors",
        r"(?:(?:1st|2nd|3rd|\d+th|first|second|third|fourth|fifth|sixth|seventh|\d+) (?:choices?|"
        r"preferences?|picks?|priority|wahl|wunsch|prioritat)(?: mentors?)?|"
        r"(?:mentors? )?(?:choices?|pref|preferences?|picks?|priority|wunsch|wahl|rank) ?(?:# ?|no |nr |"
        r"number )?\d+|(?:primera|segunda|tercera|cuarta|quinta) (?:opcion|eleccion)|(?:premier|"
        r"deuxieme|troisieme) choix|erste wahl|zweite wahl|dritte wahl|erstwunsch|zweitwunsch|"
        r"drittwunsch)",
        whole=True,
    ),
    Question("availability", _AVAILABLE, unless=_NO_TIMES),
    Question(
        "year",
        any_of(
            r"years? (?:of|in) (?:study|school|college|university|program\w*|medical school)|"
            r"class year|academic year|year level|class standing|studienjahr|jahrgang|current year|"
            r"which year|what year|year group|graduat\w* year|school year|ano de estudios?|annee"
        ),
        unless=any_of(r"birth|experience|born"),
    ),
    Question("year", r"(?:year|jahr|ano|annee|cohort|grade|standing|class|semester|stage|graduation)", whole=True),
    Question(
        "interests",
        any_of(
            r"(?:your )?interests|hobbies|hobby|interessen|intereses|centres d interet|interesses|"
            r"areas? of interest|interests? you|wofur interessierst|que te interesa|qu est ce qui (?:vous|t) "
            r"interesse|(?:what|which|topics|areas) (?:\w+ ){0,4}interested in|topics"
        ),
        unless=any_of(r"level of|conflict\w*"),
    ),
    Question("campus", r"(?:campus|site|location|standort|sede)", whole=True),
    Question(
        "major",
        any_of(
            r"majors?|field of study|course of study|degree program\w*|studiengang|what (?:do you|"
            r"are you) study\w*|carrera|subject"
        ),
        unless=any_of(r"life"),
    ),
    Question(
        "languages",
        any_of(r"languages?|sprachen?|idiomas?|langues?"),
        unless=any_of(r"user ?language|start ?language|programming"),
    ),
    Question(
        "experience",
        any_of(r"(?:mentoring )?experience|erfahrung|experiencia"),
        unless=any_of(r"describe|tell us|research"),
    ),
    Question(
        "comments",
        any_of(
            r"comments?|anything else|other information|remarks?|additional (?:information|notes)|"
            r"questions or|notes?|kommentar\w*|bemerkung\w*|comentarios?|anmerkung\w*|feedback"
        ),
    ),
)
"""In the order in which they are tried; the first that fits is taken."""

IGNORED_QUESTIONS = re.compile(
    r"(?:ip ?addr(?:ess)?|progress|duration(?: in seconds)?|response ?id|respondent id|"
    r"collector id|distribution ?channel|"
    r"user ?language|location ?(?:latitude|longitude)|external (?:data )?reference|"
    r"externalreference|recipient ?(?:last ?name|first ?name|e ?mail)|"
    r"last ?page|start ?language|seed|ref ?url|score|total points|quiz feedback|points .*|"
    r"feedback .*|custom data \d+|"
    r"last modified time|idioma|token|q recaptchascore|q .*score|random id|record id|entry id|"
    r"submission id|"
    r"user id|entry status|user agent|source url|transaction id|payment .*|date updated|"
    r"hora de la ultima modificacion|"
    r"interview time|total time|group time .*|question time .*|attempts?|meta info.*|browser|"
    r"operating system|resolution|"
    r"page submit|first click|last click|click count|zeitpunkt der letzten anderung)"
)
"""What survey tools add of themselves."""
