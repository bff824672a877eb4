"use strict";
// Many warnings are folded up under their number, and on a phone groups under their heading, below the people of whom
// one looks for oneself; whatever is folded can be opened, and on paper it all stands.
const NARROW = matchMedia("(max-width: 46rem)").matches;
(() => {
  const opened = new Map();
  const folded = document.querySelectorAll(`details[data-fold]${NARROW ? ", details[data-narrow]" : ""}`);
  for (const one of folded) one.open = false;
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details[data-fold], details[data-narrow]")) { opened.set(one, one.open); one.open = true; }
  });
  addEventListener("afterprint", () => { for (const [one, open] of opened) one.open = open; });
  const unfold = () => {
    const place = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const within = place && place.querySelector(":scope > details[data-narrow]");
    if (within) within.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
  if (!NARROW) return;
  for (const [before, after] of [["#people", "#groups"], ["li:has(> [href='#people'])", "li:has(> [href='#groups'])"]]) {
    document.querySelector(after).before(document.querySelector(before));
  }
})();
// Finding, filtering and sorting in the table of people; without this script the whole table stands there.
(() => {
  const part = document.getElementById("people");
  const table = part.querySelector("table");
  const body = table.tBodies[0];
  let rows = [...body.rows];
  const find = document.getElementById("find");
  const show = document.getElementById("show");
  const said = document.getElementById("shown");
  const more = document.getElementById("more");
  const language = document.documentElement.lang;
  const AT_ONCE = NARROW ? 10 : 200;
  const order = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  const number = new Intl.NumberFormat(language === "en" ? "en-GB" : language);
  // Without accents and case, and with Persian digits and letters as any keyboard writes them.
  const plain = (text) => text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").toLowerCase()
    .replace(/[\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) - 0x6f0)
    .replace(/[\u0660-\u0669]/g, (digit) => digit.charCodeAt(0) - 0x660)
    .replace(/[\u064a\u0649]/g, "\u06cc").replace(/\u0643/g, "\u06a9");
  // A word like G1 is an id: it is found whole, and not in G10, wherever somebody or something is called so.
  const holds = (text, word, whole) => {
    if (!whole || !/\p{L}\p{Nd}+$/u.test(word)) return text.includes(word);
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (!/^\p{Nd}/u.test(text.slice(at + word.length))) return true;
    }
    return false;
  };
  const texts = new Map(rows.map((row) => [row, plain(row.textContent)]));
  let limit = AT_ONCE;

  const update = () => {
    const words = plain(find.value).split(/\s+/).filter(Boolean);
    const whole = new Map(words.map((word) => [word, rows.some((row) => holds(texts.get(row), word, true))]));
    let found = 0;
    for (const row of rows) {
      const fits = (!show.value || row.dataset.is.split(" ").includes(show.value)) &&
        words.every((word) => holds(texts.get(row), word, whole.get(word)));
      found += fits;
      row.hidden = !fits;
      row.classList.toggle("later", fits && found > limit);
    }
    said.textContent = said.dataset.says.replace("{shown}", number.format(found)).replace("{all}", number.format(rows.length));
    more.hidden = found <= limit;
  };

  const sortBy = (button) => {
    const heading = button.closest("th");
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const column = heading.cellIndex;
    const keyed = rows.map((row) => {
      const cell = row.cells[column];
      return { row, key: cell.dataset.v ?? cell.textContent, number: Number(cell.dataset.v) };
    });
    const side = down ? -1 : 1;
    keyed.sort((one, other) => {
      // Those without a value stand last either way.
      if (one.key === "" || other.key === "") return (one.key === "") - (other.key === "");
      return side * (one.number - other.number || order.compare(one.key, other.key));
    });
    rows = keyed.map(({ row }) => row);
    update();
    body.replaceChildren(...rows);
  };

  let waiting = 0;
  find.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { limit = AT_ONCE; update(); }, 80);
  });
  show.addEventListener("change", () => { limit = AT_ONCE; update(); });
  more.addEventListener("click", () => {
    const first = rows.filter((row) => row.classList.contains("later"))[0];
    limit += AT_ONCE;
    update();
    first?.querySelector("a")?.focus();
  });
  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) sortBy(button);
  });
  part.querySelector(".controls").hidden = false;
  part.classList.add("live");
  update();
})();
