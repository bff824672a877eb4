"""The words of headings, as `plain_words` writes them: those that say nothing, and the few shapes of a refusal."""

from __future__ import annotations

import re

from matcher.survey.words.word_tables import words_of

__all__ = [
    "ADVICE",
    "ADVISING",
    "COUNTED",
    "GENDERED",
    "LEAVING",
    "LIMITING",
    "NEGATING",
    "PLAIN",
    "REFUSED",
    "SEXES",
    "TAKES_PART",
    "TAKING_PART",
    "WISHED",
    "any_of",
]


def any_of(words: str) -> str:
    """Return a regular expression for any of some words, parted by ``|``."""
    return rf"\b(?:{words})\b"


PLAIN = words_of(
    "a an and any are as at be been being by can could did do does for from has have he her his how i if in is it "
    "its me "
    "my of on one or our ours please should some someone somebody that the their them there they this to up us we what "
    "when where which who whom whose will with would you your yours d ll m re s anyone anybody people person persons "
    "list name names named enter choose select selected pick write type tell indicate provide fill give specify state "
    "order ordered ranked rank ranking number numbers question answer answers response option options optional "
    "required "
    "full surname id ids email e mail top three two four five six seven eight nine ten several many "
    "each per here below above following also other others more additional next year program programme mentoring "
    "mentorship scheme circle circles group groups team teams role roles student students mentor mentors mentee "
    "mentees "
    "tutor tutors senior seniors leader leaders facilitator facilitators big bigs little littles fresher freshers "
    "freshman freshmen fellow peer peers protege proteges partner partners co cohort "
    "der die das den dem des ein eine einen einem einer und oder mit wem wen wer was welche welcher welchen welches "
    "welchem du dir dich ihr sie ihnen ihre deine dein deinen ihren bitte wie viele in auf an als fur von im am zu ist "
    "sind hast haben hatten konnen kannst konntest wurdest wurden mochtest mochten soll sollen werden sein nenne "
    "nennen "
    "gib geben an angeben name namen reihenfolge mentor mentorin mentorinnen mentoren mentee mentees person personen "
    "gruppe gruppen studierende studierenden gibt es jemand jemanden jemandem max maximal hochstens gerne gern am "
    "le la les l un une des de du d et ou avec qui que quel quelle quels quelles lequel laquelle lesquels vous votre "
    "vos "
    "tu ton ta tes est sont etre avoir pour par ordre nom noms veuillez merci indiquer indiquez citez combien mentor "
    "mentors mentore mentores personne personnes groupe groupes etudiant etudiants etudiante etudiantes y a t il "
    "quelqu el los las lo uno una unos unas y o con quien quienes que cual cuales tu tus su sus usted ustedes te le es "
    "son ser tener para por en orden nombre nombres indica indique escribe escriba seleccione elige elija cuantos "
    "cuantas mentora mentoras mentores persona personas grupo grupos estudiante estudiantes hay alguien algun alguna "
    "mas "
    "semester term trimester spring autumn fall diesem dieses jahr cette annee este ano curso semestre wir uns bist "
    "etes es eres avez tienes tiene del al quien como cual innen nous nos nosotros debemos sollten"
)
"""Words that ask nothing of their own."""

WISHED = words_of(
    "choice choices choose chosen choosing prefer preferred preference preferences prefers preferably wish wishes "
    "wished "
    "want wanted wants like liked love request requested requests favourite favorite favourites favorites pick picks "
    "select selection nominate nominated interested working work meeting meet joining join paired pair matched match "
    "matching placed grouped assigned lead leading mentored mentor most best ideal desired desire priority together "
    "first second third fourth fifth sixth seventh eighth ninth tenth 1st 2nd 3rd share being get "
    "wahl wunsch wunsche wunschst wunschen wunscht wunschmentor wunschmentorin wunschmentoren wunschmentee "
    "wunschmentees mentorenwunsch mentorenwunsche mentorinnenwunsch mentorwunsch "
    "erstwunsch zweitwunsch drittwunsch bevorzugst bevorzugen bevorzugt bevorzugte bevorzugter bevorzugten prioritat "
    "erste zweite dritte vierte funfte erster zweiter dritter arbeiten zusammenarbeiten liebsten betreuen gematcht "
    "choix choisir choisissez souhaite souhaitez souhaites souhaiter souhaiteriez souhaiterais preferes prefere "
    "preferez "
    "preferees preference preferences voulez veux voudriez aimeriez aimerais travailler premier premiere deuxieme "
    "seconde troisieme priorite favori "
    "opcion opciones eleccion elecciones elegir prefieres prefiere preferis preferencia gustaria preferencias "
    "preferido preferida "
    "preferidos preferirias gustaria deseas desea quieres quiere querrias trabajar primera primer segunda segundo "
    "tercera tercer prioridad favorito escolha preferidas "
    "gewunschte gewunschter gewunschten gewunschtes bevorzugtes preferes souhaites souhaitee souhaitees gern etant "
    "classement classez ordena ordenar clasifica ordne rangfolge besten favoris"
)
"""Words that ask whom somebody wishes for, or whatever else is liked best."""

LIMITING = words_of(
    "max maximum maximal most limit limits capacity can could able willing take accept handle lead mentor support "
    "supervise host manage like would want prefer comfortable up size places spots "
    "hochstens maximale maximalzahl anzahl betreuen ubernehmen leiten kannst konnen konntest mochtest mochten wurdest "
    "nehmen aufnehmen platze kapazitat "
    "nimmst maximum maximal nombre pouvez peux encadrer accompagner accepter prendre suivre capacite places "
    "maximo maxima numero puedes puede podrias aceptar acompanar tomar atender capacidad cupo plazas quantos pode"
)
COUNTED = LIMITING | words_of(
    "how many number count total upper people juniors first years year students not no new of at exceed guide "
    "wie viele combien cuantos cuantas quantos estudiantes alumnos estudantes mentorados mentorees d au jeunes neue "
    "groups "
    "mentore mentores mentorees mentoree mentorizados mentorizadas mentorizado zahl hochst maximale maximal nimmst como"
) - words_of("not no")
"""Words that ask how many at most."""

GENDERED = WISHED | words_of(
    "gender genders sex male female man men woman women nonbinary non binary same identity identify own specific "
    "certain "
    "particular strong comfortable feel more matter matters important importance mentor s different "
    "geschlecht geschlechts mannlich weiblich mann frau gleichen gleiches bestimmtes wichtig eines einer "
    "sexe genre homme femme meme important importe "
    "sexo genero hombre mujer mismo misma importa importante determinado"
) - words_of("different")
"""Words that ask for a mentor's gender."""

TAKES_PART = re.compile(
    any_of(
        r"quitter|desister|aussteigen|abmelden|darte de baja|cancel your|take part|taking part|participate|"
        r"participating|"
        r"participation|still (?:interested|want|in)|opt in|opt out|"
        r"withdraw\w*|consents?|i agree|do you agree|agree to|join (?:us|the|this|our)|be part of|continue|"
        r"teilnehmen|teilnahme|mitmachen|dabei|einverstanden|einwilligung|zustimmung|"
        r"participer|participez|participes|consentement|d accord|accepte[sz]?|"
        r"participar\w*|participas|participa|participacion|machst du (?:\w+ ){0,3}mit|desinscri\w*|nimmst du (?:\w+ "
        r"){0,3}teil|consentimiento|aceptas?|interesad[oa]"
    )
)
TAKING_PART = words_of(
    "take taking part participate participating participation still interested want wish opt consent consents agree "
    "agreement join continue like love program s confirm confirmation mentoring commit "
    "teilnehmen teilnahme mitmachen dabei einverstanden einwilligung zustimmung noch willst nimmst nehmen teil "
    "mentoring"
    "programm programms mentoringprogramm weiterhin interessiert du dem diesem dieses jahr "
    "participer participez participes consentement accord acceptez acceptes toujours interesse interessee programme ce "
    "cette annee mentorat voulez souhaitez etes es "
    "participar participas participa participacion consentimiento aceptas acepta quieres quiere deseas sigues sigue "
    "interesado interesada programa este ano mentoria participaras participara machst mit mitmachen "
)
"""Words that ask whether somebody takes part."""

SEXES = words_of(
    "gender genders sex male female man woman identify identity identifies describe describes best self pronoun "
    "pronouns "
    "preferred optional selected choice matching purposes legal assigned m f w d x h nonbinary binary non other "
    "geschlecht mannlich weiblich divers mann frau pronomen identifizierst bezeichnest "
    "sexe genre homme femme pronom pronoms civilite masculin feminin "
    "sexo genero hombre mujer pronombre pronombres masculino femenino identificas identifica"
)
"""Words that ask for somebody's own gender."""

LEAVING = re.compile(
    any_of(
        r"withdraw\w*|opt out|leave|quit|cancel\w*|drop out|stop|decline|aussteigen|abmelden|austreten|zuruckziehen|"
        r"desinscri\w*|"
        r"desister|retirer|quitter|annuler|retirarte|retirarse|darte de baja|baja|abandonar|cancelar"
    )
)
"""Words that ask whether somebody does not take part."""

NEGATING = re.compile(
    any_of(
        r"not|nt|don t|doesn t|can t|cannot|won t|wouldn t|isn t|no|non|none|never|without|except|avoid\w*|dislike\w*|"
        r"hate|least|less|unwanted|exclud\w*|refus\w*|uninterested|nicht|kein\w*|ohne|nie|ausser|ungern|"
        r"pas|sans|jamais|sauf|aucune?|evit\w*|moins|sin|nunca|menos|excepto|salvo|ningun\w*"
    )
)
"""Words that turn a question into its opposite."""

_NONE = (
    r"(?:none|nobody|no one|nothing|no preferences?|not applicable|n a|you (?:have|do not have|don t have) (?:no|a|"
    r"any) "
    r"preferences?|you don t mind|you do not mind|unsure|not sure|there is (?:none|nobody|no one)|not|keine|kein|"
    r"aucune?|"
    r"aucune preference|ninguno|ninguna preferencia|no tienes preferencia)"
)
_SOME = (
    r"(?:\d{1,2}|one|two|three|four|five|ein\w*|zwei|drei|vier|funf|une?|deux|trois|quatre|cinq|un[oa]?|dos|"
    r"tres|cuatro|cinco)"
)
ADVICE = re.compile(
    any_of(
        rf"(?:please )?(?:leave|left|keep) (?:this |it |the field )?(?:blank|empty) (?:if|when) (?:you have )?{_NONE}|"
        rf"(?:please )?(?:write|type|enter|put|say|answer) {_NONE}(?: (?:if|when) (?:you have )?{_NONE})?|"
        rf"if (?:you have )?{_NONE}(?: (?:please )?(?:leave (?:this |it )?(?:blank|empty)|skip(?: this)?|write "
        rf"{_NONE}))?|"
        rf"(?:this is |it is )?not (?:required|mandatory|obligatory|guaranteed)|we can ?(?:not|t) (?:guarantee|promise)"
        rf"(?: (?:it|this|them|that|anything|your (?:choice|choices|wish)))?|"
        rf"(?:full |first )(?:and last )?names?|"
        rf"(?:do not|don t) (?:list|include|choose|name|pick) yourself|if (?:any|applicable|possible|needed)|"
        rf"(?:at least|at most|up to|no more than|maximum(?: of)?|max|minimum(?: of)?|hochstens|bis zu|mindestens|"
        rf"jusqu a|au plus|au moins|hasta|al menos|maximo) {_SOME}|"
        rf"(?:where )?1 (?:being|is|means|=)? ?(?:your |the )?(?:first|top|best|most preferred|highest|favou?rite)"
        rf"(?: choice| preference)?|(?:leer|frei) lassen,? (?:wenn|falls) {_NONE}|falls vorhanden|facultatif|"
        rf"opcional|freiwillig"
    )
)
"""Instructions beside a question, which say nothing of what it asks for."""

ADVISING = re.compile(
    r"(?:no|not|non|keine?|nicht|sans|sin|without) (?:guarantees?|garantie|garantia|binding|verbindlich|engagement|"
    r"vinculante|anspruch|promises?)|unverbindlich|"
    r"(?:please |bitte )?(?:do not|don t|ne|no|keine?|nicht) (?:name|list|write|enter|choose|pick|include|nennen?|"
    r"angeben|"
    r"schreib\w*|ecri\w*|nomm\w*|indiqu\w*|escrib\w*|nombr\w*|pon\w*)(?P<rest>(?: \w+){0,10})|"
    r"(?:please |bitte )?(?:leave|write|keep|leer|frei|laiss\w*|ne rien|deja\w*|no escrib\w*)(?: \w+){0,4} (?:if|"
    r"wenn|falls|si)"
    r"(?: \w+){0,4} (?:mind|preferences?|egal|praferenz|importe|igual|none|nobody|unsure|preferencia)(?: \w+)?"
)
"""A part of a heading that only says how to fill it in; `rest` must not speak of wishes."""

_NOT = r"(?:not|don t|wouldn t|shouldn t|can t|cannot|couldn t|mustn t|won t)"
_BESIDE = (
    r"(?:be (?:matched|paired|placed|grouped|put|assigned|together|in)|be|want|like|wish|prefer|work|match|pair|"
    r"place|put|"
    r"group|get along|get on|share|have|meet|feel comfortable|lead|mentor|choose|be with)"
)
_WANT = r"(?:want|like|wish|prefer|mochtest|willst)"
_KEPT_OFF = (
    r"(?:avoid(?:ed|ing)?|exclude[ds]?|veto(?:ed|es)?|refuse[ds]?|reject(?:ed)?|blacklist(?:ed)?|"
    r"keep (?:you )?(?:away|apart) from|be (?:kept )?apart from)"
)
REFUSED = re.compile(
    any_of(
        rf"(?:(?:do|would|d|could|should|must|may|will) )?(?:(?:you|i|we) )?(?:(?:would|d|do) )?(?:really )?{_NOT} "
        rf"(?:you |i |we )?(?:really )?{_BESIDE}(?: to)?(?: {_BESIDE})*(?: with)?|"
        rf"(?:(?:would|d) )?(?:(?:you|i) )?(?:(?:would|d) )?(?:prefer|like|want|wish|rather|choose) not(?: to)?(?: "
        rf"{_BESIDE})*|"
        rf"(?:(?:would|d) )?(?:(?:you|i) )?(?:{_WANT}(?: us)? to )?{_KEPT_OFF}|"
        rf"non preferred|not preferred|unwanted|undesired|no go|conflicts? of interest|exclusions?|veto|"
        # German
        rf"(?:mochtest|willst|wollen|mochten|wunschst|wunschen|wurdest|wurden|sollst|sollen|soll|kannst|konntest|konnen|darf)"
        rf"(?: (?!nicht)\w+){{0,5}} (?:lieber |auf keinen fall |gar |bitte )?nicht(?: (?:zusammen\w*|arbeiten|sein|"
        rf"haben|"
        rf"betreut werden|gematcht werden|in eine[rm]? gruppe|kommen|treffen))*|"
        rf"(?:(?:mochtest|willst|mochten|wollen) (?:du|sie) )?(?:vermeiden|meiden|ausschliessen)|nicht zusammen|"
        rf"auf keinen fall|unerwunscht\w*|"
        # French
        rf"n(?:e)? (?:\w+ ){{1,3}}pas(?: (?:etre|travailler|avoir|rencontrer|place|groupe|avec))*|"
        rf"(?:preferez|preferes|prefereriez|prefererais)(?: (?:vous|tu))? ne pas(?: (?:etre|travailler|avoir|"
        rf"rencontrer|avec))*|"
        rf"(?:(?:voulez|souhaitez|voudriez|veux|souhaites)(?: (?:vous|tu))? )?(?:evitez|eviter|exclure)|"
        # Spanish
        rf"no (?:(?:te|le) )?(?:quieres|quiere|quisieras|querrias|gustaria|deseas|desea|prefieres|puedes)"
        rf"(?: (?:estar|trabajar|tener|ser|que|coincidir))*|"
        rf"(?:preferirias|prefieres|preferiria|prefiere) no(?: (?:estar|trabajar|tener|coincidir))*|"
        rf"(?:(?:quieres|quiere|deseas|desea|prefieres) )?(?:evitar|excluir|vetar)"
    )
)
"""The shapes of a question for those whom somebody does not want."""
