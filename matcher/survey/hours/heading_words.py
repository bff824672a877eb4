"""Words of questions about hours, in English, German, French and Spanish; folded, without accents."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

__all__ = ["HEADING_WORDS", "MOST_HEADING_WORDS", "Part"]


class Part(StrEnum):
    """What a word is in a question about hours; the letter is what it has in the shape of a sentence."""

    FREE = "a"
    BUSY = "b"
    NOT = "n"
    MARK = "m"
    BLANK = "l"
    IF = "i"
    AT_ALL = "q"
    NONE_AT_ALL = "nq"
    ORGANISERS = "w"
    TIME = "t"
    ASKING = "h"
    CALENDAR = "c"
    """May be of what is free, or of what is not: "Schedule"."""
    SILENT = "s"
    UNCLEAR = "u"
    """Turns a sentence round in ways that are not read: "except", "cross out"."""


_WORDS = {
    Part.FREE: (
        "available, availability, availabilities, avail, free, rank, can, could, able to, works, "
        "work for, work best, "
        "work well, works best, times work, days work, slots work, hours work, dates work, that work, which work, "
        "suit, suits, suitable, "
        "convenient, possible, like, prefer, preferred, preference, preferences, best, ideal, fit, "
        "fits, good, attend, make "
        "it, make, would like to, would you like, want to, wish to, have time, join, come, participate, take part, "
        "open, flexible, like to meet, meet, "
        "verfugbar, verfugbare, verfugbaren, verfugbarkeit, verfugbarkeiten, frei, freie, freien, kannst, konntest, "
        "konnen, konnten, kann, konnte, passt, passen, passende, hast du zeit, haben sie zeit, habt ihr zeit, zeit "
        "hast, zeit haben, zeit habt, zeit, moglich, mogliche, moglichen, moglichkeiten, am besten, bevorzugt, "
        "bevorzugte, wunschtermin, wunschtermine, terminwunsch, terminwunsche, wunschzeiten, geht, "
        "ginge, teilnehmen, "
        "disponible, disponibles, disponibilite, disponibilites, libre, libres, peux, pouvez, peut, pourriez, "
        "pourrais, possibles, conviennent, convient, conviendraient, conviendrait, preferes, preferez, preferee, "
        "preferees, dispo, dispos, "
        "participer, venir, assister, arrangent, arrange, disponibilidad, puedas, pueda, preferidas, puede, puedes, "
        "pueden, podria, podrias, convienen, conviene, posible, posibles, prefiere, "
        "prefieres, preferido, preferidos, preferida, asistir, viene bien, vienen bien, "
        "beschikbaarheid, beschikbaar, disponibilidade, disponivel, disponibilita, tillganglighet"
    ),
    Part.BUSY: (
        "unavailable, unavailability, unavailabilities, busy, class, classes, lecture, lectures, course schedule, "
        "class schedule, class times, "
        "conflict, conflicts, commitment, commitments, obligations, engagements, blocked, booked, occupied, taken, "
        "avoid, unable, impossible, work schedule, work hours, working hours, do you work, you work, "
        "work shifts, shifts, you are working, you will be working, you re working, are you working, absent, away, "
        "miss, vacation, worst, "
        "inconvenient, unsuitable, timetable, least preferred, least convenient, out of office, keine zeit, "
        "besetzt, belegt, belegten, conflicting, belegte, beschaftigt, verhindert, unterricht, "
        "vorlesung, vorlesungen, stundenplan, "
        "arbeitszeiten, arbeitest, arbeiten, unmoglich, unmogliche, unmoglichen, abwesend, "
        "sperrzeiten, blockiert, terminkonflikte, "
        "unpassend, unpassende, "
        "indisponible, indisponibles, indisponibilite, indisponibilites, occupe, occupee, occupes, occupees, cours, "
        "travaillez, travailles, horaires de travail, impossibles, eviter, absente, absents, pris, prise, conflits, "
        "ocupado, ocupada, ocupados, ocupadas, clase, clases, horario de clases, horario de trabajo, trabaja, "
        "trabajas, imposible, imposibles, evitar, ausente, no disponibilidad, indisponibilidad, "
        "conflictos, compromisos"
    ),
    Part.NOT: (
        "not, non, never, unable to, cannot, can not, n't, no, dont, cant, wont, doesnt, nicht, kein, "
        "keine, keinen, keiner, nie, "
        "niemals, pas, jamais, aucun, aucune, nunca, ningun, ninguna, ninguno, niet"
    ),
    Part.MARK: (
        "select, choose, check, tick, mark, indicate, list, enter, write, include, fill in, fill out, fill, give, "
        "provide, specify, state, tell us, let us know, name, highlight, pick, put, add, click, checked, selected, "
        "marked, ticked, x, tell, share, type, "
        "ankreuzen, kreuze, kreuzen, kreuz, markiere, markieren, wahle, wahlen, gib, geben, nenne, nennen, angeben, "
        "trage, tragen, eintragen, auswahlen, "
        "cochez, coche, cocher, selectionnez, selectionne, choisissez, choisis, indiquez, indique, indiquer, notez, "
        "marquez, "
        "marque, marca, marcar, seleccione, selecciona, elija, elige, escriba, escribe, indica, senale"
    ),
    Part.BLANK: (
        "leave blank, left blank, leave it blank, leave them blank, leave empty, left empty, leave it empty, leave "
        "this blank, leave unchecked, leave unticked, left unchecked, blank, empty, unchecked, unmarked, unticked, "
        "frei lassen, leer lassen, freilassen, leerlassen, lasse leer, lassen sie leer, leer, "
        "laissez vide, laissez vides, laisser vide, laissez en blanc, laisse vide, vide, vides, en blanc, "
        "deje en blanco, dejar en blanco, deja en blanco, en blanco, vacio, vacia, vacios, vacias"
    ),
    Part.IF: "if, in case, should you, falls, wenn, sofern, si, s'il, au cas ou, en caso",
    Part.AT_ALL: (
        "at all, any of them, any of these, any of the, at any, any of those, uberhaupt, du tout, en absoluto, "
        "not a single one"
    ),
    Part.NONE_AT_ALL: (
        "none of, gar nicht, gar keine, gar keinen, keinem der, keinen der, keinem, aucun de, aucune de, aucun des, "
        "a aucun, ninguna de, ninguno de, a ninguna"
    ),
    Part.ORGANISERS: "we, wir, nous, nosotros, the program, the programme, the organisers, the organizers, "
    "mentors will, groups, answers, your answers, this will, this information, responses",
    Part.TIME: (
        "time, times, office hours, hour, hours, day, days, slot, slots, timeslot, timeslots, date, "
        "dates, period, periods, "
        "window, windows, block, blocks, weekday, weekdays, weekend, weekends, week, "
        "morning, mornings, afternoon, afternoons, evening, evenings, lunch, "
        "zeiten, uhrzeit, uhrzeiten, stunde, stunden, tag, tage, tagen, termin, termine, terminen, woche, "
        "zeitfenster, zeitraum, zeitraume, zeitraumen, wochentag, wochentage, "
        "horaire, horaires, heure, heures, jour, jours, creneau, creneaux, plage, plages, semaine, dates, moments, "
        "moment, "
        "horario, horarios, hora, horas, dia, dias, fecha, fechas, semana, franja, franjas, momentos, momento"
    ),
    Part.SILENT: (
        "hier, wurde, uniquement, "
        "uhr, o'clock, hrs, recurring, ich, mein, meine, mir, ein, je, suis, ou, mes, mon, ma, te, resulta, "
        "horaria, horarias, "
        "until, till, start, starts, starting, end, ends, ending, begin, begins, earliest, latest, ab, beginn, ende, "
        "debut, fin, jusqu, jusque, desde, hasta, inicio, "
        "feel free, as many as possible, if possible, where possible, whenever possible, no later than, not later "
        "than, no earlier than, not earlier than, not before, not after, as best you can, not limited to, "
        "do not forget, n't forget, not forget, not worry, n't worry, not hesitate, n't hesitate, no need, can be, "
        "we can, group work, lets, in general, at least, no preference, office, tell us about, "
        "do, do you, did you, do i, does, did, "
        "a, an, and, or, are, as, at, be, been, being, by, during, each, every, everything, all, any, for, from, "
        "generally, usually, typically, have, has, had, i, in, into, is, it, its, it's, me, may, might, more, my, "
        "of, on, one, only, our, out, over, per, please, s, re, ll, d, shall, should, since, so, some, than, that, "
        "thank, thanks, the, them, then, there, these, they, this, those, to, up, us, use, using, was, were, "
        "will, with, within, would, you, your, yours, regularly, regular, weekly, "
        "whole, current, currently, following, below, above, next, also, both, box, boxes, option, options, apply, "
        "applies, many, number, note, notes, comments, general, multiple, several, different, first, second, third, "
        "always, very, rather, ce, really, absolutely, definitely, most, "
        "meeting, meetings, mentoring, mentor, mentors, mentee, mentees, program, programme, group, groups, circle, "
        "circles, section, sections, session, sessions, tutorial, tutorials, event, events, interview, interviews, "
        "semester, term, quarter, fall, autumn, spring, summer, winter, year, month, student, students, school, "
        "university, campus, kick off, kickoff, call, calls, chat, appointment, appointments, training, workshop, "
        "workshops, team, project, discussion, study, held, hold, scheduled, person, online, zoom, "
        "virtual, virtually, "
        "et, est, pst, pt, cst, gmt, utc, zone, timezone, local, am, pm, noon, "
        "monday, tuesday, wednesday, thursday, friday, saturday, sunday, mon, tue, wed, thu, fri, sat, sun, "
        "an, zu, zum, zur, du, sie, ihr, dir, ihnen, dich, euch, deine, dein, "
        "ihre, ihren, bist, sind, ist, sein, der, die, das, den, denen, dem, des, am, im, in, um, "
        "und, oder, fur, mit, "
        "es, alle, allen, aus, auf, bei, von, vom, bis, habe, hast, haben, bitte, wurdest, wurden, werden, wird, "
        "sollen, sollten, soll, treffen, trefft, mentoringtreffen, gruppe, gruppen, gruppentreffen, jede, jeden, "
        "regelmassig, regelmassige, "
        "a, au, aux, etes, es, est, sont, serez, seriez, vous, tu, te, ton, ta, "
        "tes, vos, votre, nos, notre, le, la, les, l, un, une, des, de, du, d, en, et, ou, pour, "
        "par, dans, sur, avec, "
        "que, qui, ne, n, sera, seront, veuillez, merci, tous, toutes, reunion, reunions, rencontre, rencontres, "
        "rencontrer, reunir, seance, seances, groupe, laissez, laisser, avez, as, avoir, "
        "que, esta, estas, estan, este, usted, ustedes, tus, su, sus, el, los, las, lo, del, "
        "al, y, o, u, para, por, con, se, le, nos, una, unos, unas, tiene, tienes, tener, favor, reunirse, reunirte, "
        "reunirnos, reunion, reuniones, sesion, sesiones, grupo, todos, todas, dejar, deje, deja, ser, sean"
    ),
    Part.CALENDAR: (
        "schedule, calendar, agenda, planning, emploi du temps, kalender, wochenplan, zeitplan, calendario, plan"
    ),
    Part.ASKING: (
        "how, what, when, where, which, who, wann, welchen, welche, welcher, welches, quand, quel, quels, quelle, "
        "quelles, lesquels, lesquelles, cuando, cual, cuales"
    ),
    Part.UNCLEAR: (
        "except, excepting, excluding, exclude, excluded, other than, apart from, unless, without, instead, "
        "otherwise, neither, nor, outside, cross out, cross, strike, remove, uncheck, deselect, delete, "
        "ausser, streiche, streichen, ohne, sauf, excepte, barrez, barrer, hors, excepto, salvo, menos, tache, tachar"
    ),
}

HEADING_WORDS: Mapping[str, Part] = MappingProxyType(
    {word: part for part, words in reversed(_WORDS.items()) for word in words.split(", ")}
)
"""What each word or phrase is; the longest phrase that fits is taken. Any other word makes a sentence unclear."""

MOST_HEADING_WORDS = max(len(phrase.split()) for phrase in HEADING_WORDS)
