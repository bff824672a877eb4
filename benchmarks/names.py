"""Invented people: common first and last names of many languages, joined at random."""

from __future__ import annotations

from random import Random

__all__ = ["INTERESTS", "invent_name"]

FIRST_NAMES = {
    "woman": (
        "Aaliyah", "Adaeze", "Agnieszka", "Aiko", "Amara", "Anneli", "Aroha", "Ayşe", "Beatriz", "Camille", "Chiara",
        "Dilnoza", "Elif", "Esperanza", "Fatima", "Freya", "Greta", "Hana", "Imani", "Ines", "Ioana", "Jasmin",
        "Katarzyna", "Keala", "Leila", "Linh", "Lucía", "Mahsa", "Mei", "Nadia", "Naledi", "Noor", "Oksana", "Priya",
        "Rivka", "Saoirse", "Signe", "Sofia", "Thandiwe", "Tuuli", "Valentina", "Wanjiru", "Ximena", "Yara", "Yuki",
        "Zainab", "Zofia",
    ),
    "man": (
        "Abdul", "Aleksander", "Anton", "Arjun", "Asher", "Baraka", "Bogdan", "Caetano", "Chidi", "Davit", "Diego",
        "Emre", "Enzo", "Farid", "Finn", "Goran", "Hamza", "Haruto", "Henrik", "Ibrahim", "Jakub", "Jomo", "Jorge",
        "Kai", "Kofi", "Lars", "Luca", "Mateo", "Mihai", "Minh", "Nikhil", "Oisín", "Olumide", "Pavel", "Rafael",
        "Ravi", "Samuel", "Sione", "Tariq", "Tevita", "Thabo", "Tomás", "Umar", "Viktor", "Wei", "Yosef", "Yusuf",
        "Zoltán",
    ),
    "any": (
        "Alex", "Amal", "Andrea", "Ari", "Charlie", "Dana", "Jun", "Kim", "Kiran", "Lou", "Noa", "Robin", "Sam",
        "Sasha", "Shan", "Toni",
    ),
}  # fmt: skip
LAST_NAMES = (
    "Abebe", "Achterberg", "Adeyemi", "Aguilar", "Almeida", "Andersson", "Baptiste", "Barzani", "Bergström",
    "Bianchi", "Boateng", "Castillo", "Chaudhry", "Cohen", "Csikós", "Dang", "Demir", "Diallo", "Dlamini", "Dubois",
    "Eriksen", "Fashola", "Fernández", "Fonoti", "Gebreyesus", "Georgiou", "Haddad", "Hakimi", "Hernández", "Hoang",
    "Horváth", "Ivanova", "Jansen", "Kahale", "Kamau", "Karimov", "Kaur", "Kim", "Kovač", "Kowalska", "Lindqvist",
    "Liu", "Mahlangu", "Mbeki", "Mendoza", "Moreau", "Mwangi", "Müller", "Nakamura", "Ndiaye", "Ngata", "Nguyen",
    "Novák", "O'Brien", "Okafor", "Okonkwo", "Olsen", "Ortega", "Osei", "Park", "Petrov", "Pham", "Popescu", "Quispe",
    "Rahman", "Ramos", "Reddy", "Rossi", "Sato", "Schneider", "Shapiro", "Silva", "Singh", "Suzuki", "Tanaka",
    "Tesfaye", "Thapa", "Torres", "Traoré", "Tuiasosopo", "van Dijk", "Vargas", "Virtanen", "Wang", "Warsame",
    "Yamamoto", "Yavuz", "Zhang", "Ziegler",
)  # fmt: skip

INTERESTS = (
    "surgery", "paediatrics", "general practice", "research", "global health", "psychiatry", "emergency medicine",
    "cardiology", "neurology", "public health", "ethics", "teaching", "anaesthesia", "women's health", "radiology",
    "sports medicine", "oncology", "health policy",
)  # fmt: skip


def invent_name(random: Random, gender: str | None) -> str:
    """Return a first and a last name, the first one usual for `gender` where the lists know it."""
    first = random.choice(FIRST_NAMES.get(gender or "any", FIRST_NAMES["any"]))
    return f"{first} {random.choice(LAST_NAMES)}"
