"use strict";
// The page of a board. It holds nothing by itself: what stands comes from the server in pieces of HTML, each action is
// sent there, and what another page did is asked for again and again.
(() => {
  const $ = (id) => document.getElementById(id);
  const body = document.body;
  const says = JSON.parse(body.dataset.says);
  const cards = $("cards");
  const RTL = document.documentElement.dir === "rtl";
  const ALL_AT_ONCE = 80;
  let version = Number(body.dataset.version);
  let can = says.can;
  let held = null;
  let target = null;
  let partner = null;
  let toldOf = null;
  let costs = new Map();
  let asking = 0;
  let busy = false;
  let drag = null;

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const announce = (text) => { $("live").textContent = ""; requestAnimationFrame(() => { $("live").textContent = text; }); };
  let fading = 0;
  const tell = (text, fault = false) => {
    clearTimeout(fading);
    $("told").textContent = text;
    $("told").classList.toggle("fault", fault);
    if (text && !fault) fading = setTimeout(() => { $("told").textContent = ""; }, 6000);
  };

  // What stands ------------------------------------------------------------------------------------------------------

  const places = () => [...document.querySelectorAll(".place")];
  const people = (place) => [...place.querySelectorAll(".person:not(.hides)")];
  const placeOf = (name, role) => places().find((one) => one.dataset.place === name && (name || one.dataset.side === role));
  const personAt = (person, name) => [...document.querySelectorAll(".person")]
    .find((one) => one.dataset.person === person && (name === null || one.dataset.from === name));
  const made = (html) => { const held = document.createElement("template"); held.innerHTML = html; return held.content.firstElementChild; };

  const put = (id, html) => {
    const place = $(id);
    if (place.innerHTML === html) return;
    const open = [...place.querySelectorAll("details")].map((one) => one.open);
    const focused = place.contains(document.activeElement) ? [...place.querySelectorAll("button, summary, input")].indexOf(document.activeElement) : -1;
    place.innerHTML = html;
    [...place.querySelectorAll("details")].forEach((one, at) => { one.open = open[at] ?? one.open; });
    if (focused >= 0) {
      const there = place.querySelectorAll("button, summary, input");
      (there[focused] ?? there[0] ?? place.closest("details")?.querySelector("summary") ?? document.querySelector("[data-ask='mend']")).focus();
    }
  };

  const settle = (told, focus) => {
    const old = new Map(places().filter((one) => one.matches(".card:not(.new)")).map((one) => [one.dataset.place, one]));
    const lost = document.activeElement?.closest?.(".person");
    const was = focus ?? (lost && { person: lost.dataset.person, from: lost.dataset.from });
    // Answers may come in another order than they were made in: what stands already is not drawn again, nor anything older.
    const newer = told.order && told.version > version;
    if (newer) {
      const after = cards.querySelector(".new");
      const there = new Set(told.order);
      for (const [name, one] of old) if (!there.has(name)) one.remove();
      let before = null;
      for (const name of told.order) {
        let card = old.get(name);
        if (told.cards[name] !== undefined) {
          const fresh = made(told.cards[name]);
          if (card) card.replaceWith(fresh);
          card = fresh;
        }
        const next = before ? before.nextElementSibling : cards.firstElementChild;
        if (next !== card) cards.insertBefore(card, next ?? after);
        before = card;
      }
      for (const name of ["head", "last", "journal"]) put(name, told[name]);
      for (const name of ["out", "idle"]) $(name).replaceWith(made(told[name]));
      can = told.can;
      version = told.version;
    }
    if (told.job !== undefined) put("job", told.job);
    if (busy && !told.busy) {
      $("job").scrollIntoView({ block: "nearest" });
      announce($("job").innerText.split("\n").slice(0, 3).join(". "));
    }
    busy = told.busy;
    enable();
    filter();
    if (held && newer) {
      // Whoever was picked up while an answer was under way is where it puts them.
      const again = personAt(held.person, held.from) ?? personAt(held.person, null);
      if (again) { pick(again, true); } else { putBack(true); }
    }
    if (told.order && told.version >= version && was && !document.activeElement?.closest?.("dialog, .person")) {
      const now = personAt(was.person, was.from ?? null) ?? personAt(was.person, null);
      if (now && (focus || lost)) focusOn(now);
    }
    if (focus?.menu) focusOnMenu(focus);
  };

  // Whoever works by keyboard is never put back to the top of the page: what is gone has a neighbour.
  const nowhere = () => !document.activeElement || document.activeElement === body;
  const focusOnMenu = ({ menu, at }) => {
    if (!nowhere()) return;
    const all = places().filter((one) => one.matches(".card:not(.new)"));
    const card = all.find((one) => one.dataset.place === menu) ?? all[Math.min(at, all.length - 1)];
    (card?.querySelector(".menu summary") ?? cards).focus();
  };
  const menuOf = (group) => ({ menu: group, at: places().findIndex((one) => one.dataset.place === group) });
  const enable = () => {
    const had = document.activeElement;
    $("undo").disabled = !can.undo;
    $("redo").disabled = !can.redo;
    if ((had === $("undo") || had === $("redo")) && had.disabled) (can.undo ? $("undo") : can.redo ? $("redo") : $("saving")).focus();
  };

  const send = async (what, given = {}) => {
    let answer;
    try {
      answer = await fetch(what, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ version, ...given }) });
    } catch {
      tell(says.no_answer, true);
      return null;
    }
    if (answer.status === 409) {
      const told = await answer.json();
      settle(told);
      tell(told.fault, true);
      announce(told.fault);
      return null;
    }
    if (!answer.ok) { tell(says.no_answer, true); return null; }
    return answer.json();
  };

  // One change after the other, however quickly they are asked for: each goes by what the one before made.
  let line = Promise.resolve();
  const act = (given, focus) => {
    putBack(true);
    line = line.then(async () => {
      const told = await send("do", given);
      if (!told) return;
      settle(told, focus);
      tell(told.said);
      announce(told.said);
    });
  };

  // Picked up --------------------------------------------------------------------------------------------------------

  const pick = (button, silently = false) => {
    if (held) putBack(true);
    const { person, from, role, called } = button.dataset;
    held = { person, from, role, called };
    button.setAttribute("aria-pressed", "true");
    body.dataset.holding = role;
    $("hand").hidden = false;
    $("held").textContent = filled(says.picked_up, { who: called });
    $("held-cost").textContent = "";
    $("swap-held").hidden = true;
    $("lock-held").hidden = !(from && role === "mentee");
    $("out-held").hidden = !from;
    costs = new Map();
    if (!silently) announce(filled(says.picked_up, { who: called }));
    price();
  };

  const price = async () => {
    const mine = ++asking;
    const all = places().filter((one) => one.matches(".card:not(.new)"));
    const seen = (one) => { const box = one.getBoundingClientRect(); return box.bottom > -300 && box.top < innerHeight + 300; };
    const names = all.length <= ALL_AT_ONCE ? null : all.filter((one) => seen(one) && !costs.has(one.dataset.place)).map((one) => one.dataset.place);
    const told = await send("costs", { person: held.person, start: held.from, places: names });
    if (!told || mine !== asking || !held) return;
    put("behind", told.behind);
    const button = personAt(held.person, held.from);
    const stood = button.getBoundingClientRect().top;
    for (const [name, html] of Object.entries(told.places)) {
      costs.set(name, told.says[name]);
      const place = placeOf(name, held.role);
      if (!place) continue;
      const cost = place.querySelector(":scope > .cost");
      cost.innerHTML = html;
      cost.hidden = false;
    }
    const into = $("into").elements.place;
    const chosen = into.length ? into.value : null;
    into.replaceChildren(...places().filter((one) => costs.has(one.dataset.place) && (!one.dataset.side || one.dataset.side === held.role)).map((one) =>
      new Option(filled(says.at_place, { place: titleOf(one), cost: costs.get(one.dataset.place) }), one.dataset.place, false, one.dataset.place === chosen)));
    // Whoever was pressed stays under the pointer, however much stands above them now.
    scrollBy(0, button.getBoundingClientRect().top - stood);
    if (target && !partner && !drag) aim(target, null);
  };

  const putBack = (silently = false) => {
    if (!held) return;
    const { called } = held;
    for (const one of document.querySelectorAll(".person[aria-pressed='true']")) one.setAttribute("aria-pressed", "false");
    const button = personAt(held.person, held.from);
    const stood = button?.getBoundingClientRect().top;
    for (const one of document.querySelectorAll(".cost")) { one.hidden = true; one.innerHTML = ""; }
    if (button && !silently) scrollBy(0, button.getBoundingClientRect().top - stood);
    aim(null, null);
    held = null;
    asking += 1;
    delete body.dataset.holding;
    $("hand").hidden = true;
    $("into").elements.place.replaceChildren();
    put("behind", "");
    if (!silently) announce(filled(says.put_back_said, { who: called }));
  };

  const titleOf = (place) => place.querySelector("h3, h2").textContent.trim();

  const aim = (place, person, still = false) => {
    for (const one of document.querySelectorAll(".target, .with")) one.classList.remove("target", "with");
    target = place;
    partner = person;
    toldOf = null;
    $("swap-held").hidden = !person;
    if (!place) { $("held-cost").textContent = ""; return; }
    place.classList.add("target");
    if (person) person.classList.add("with");
    if (!still) (person ?? place).scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!person) {
      const said = filled(says.at_place, { place: titleOf(place), cost: costs.get(place.dataset.place) ?? "…" });
      $("held-cost").textContent = said;
      announce(said);
    }
  };

  const aimAtPerson = async (place, person, still = false) => {
    aim(place, person, still);
    $("held-cost").textContent = filled(says.swap_with, { who: person.dataset.called, cost: "…" });
    await tellSwap(person);
  };
  // What a swap would do is told before it is done, however somebody is pointed at; `toldOf`: of whom it was.
  const tellSwap = async (person) => {
    const mine = asking;
    const answer = await send("swap", { person: held.person, start: held.from, other: person.dataset.person, to: person.dataset.from });
    if (!answer || mine !== asking || partner !== person) return;
    const said = filled(says.swap_with, { who: person.dataset.called, cost: answer.said });
    toldOf = person;
    $("held-cost").textContent = said;
    announce(said);
  };
  const canSwap = (person) => held && person && person.dataset.role === held.role && person.dataset.from !== held.from;

  const drop = (place) => {
    if (!held || !place || place.dataset.place === held.from) { putBack(); return; }
    const to = place.dataset.place;
    act({ do: "move", person: held.person, start: held.from || null, to: to || null }, { person: held.person, from: to === "+" ? null : to });
  };

  const swapWith = (person) => {
    if (!canSwap(person)) { putBack(); return; }
    act({ do: "swap", person: held.person, start: held.from || null, other: person.dataset.person, to: person.dataset.from || null },
      { person: held.person, from: person.dataset.from });
  };

  // By keyboard ------------------------------------------------------------------------------------------------------

  const focusOn = (button) => {
    const place = button.closest(".place");
    for (const one of place.querySelectorAll(".person[tabindex='0']")) one.tabIndex = -1;
    button.tabIndex = 0;
    button.focus();
  };
  const inSight = () => places().filter((one) => !one.classList.contains("hides"));
  const step = (list, from, by) => list[(list.indexOf(from) + by + list.length) % list.length];

  const towards = (by) => {
    const list = inSight().filter((one) => !one.dataset.side || one.dataset.side === held.role);
    const from = target ?? placeOf(held.from, held.role) ?? list[0];
    aim(step(list, from, by), null);
  };
  const partners = (by) => {
    const place = target ?? placeOf(held.from, held.role);
    const list = people(place).filter((one) => one.dataset.role === held.role && !(one.dataset.person === held.person && one.dataset.from === held.from));
    if (!list.length || place.dataset.place === held.from) return;
    aimAtPerson(place, partner ? step(list, partner, by) : list[by > 0 ? 0 : list.length - 1]);
  };

  document.addEventListener("keydown", (event) => {
    const on = event.target;
    if (event.key === "Escape" && held && !document.querySelector("dialog[open]")) { event.preventDefault(); const one = personAt(held.person, held.from); putBack(); if (one) focusOn(one); return; }
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !on.closest("input, select, textarea")) {
      const key = event.key.toLowerCase();
      if (key === "z" || key === "y") { event.preventDefault(); act({ do: key === "y" || event.shiftKey ? "redo" : "undo" }); }
      return;
    }
    if (!on.closest(".person")) return;
    const aside = RTL ? { ArrowLeft: 1, ArrowRight: -1 } : { ArrowLeft: -1, ArrowRight: 1 };
    const along = { ArrowUp: -1, ArrowDown: 1 };
    const by = aside[event.key];
    const down = along[event.key];
    if (held && (event.key === "Enter" || event.key === " ") && target) {
      event.preventDefault();
      if (partner) swapWith(partner); else drop(target);
    } else if (by !== undefined) {
      event.preventDefault();
      if (held) { towards(by); return; }
      const list = inSight().filter((one) => people(one).length);
      focusOn(people(step(list, on.closest(".place"), by))[0]);
    } else if (down !== undefined) {
      event.preventDefault();
      if (held) { partners(down); return; }
      focusOn(step(people(on.closest(".place")), on.closest(".person"), down));
    }
  });

  // By mouse and by touch --------------------------------------------------------------------------------------------

  const FAR = 6;
  const LONG = 350;
  let dropped = false;

  const begin = () => {
    drag.going = true;
    body.classList.add("dragging");
    pick(drag.button);
    drag.ghost = document.createElement("div");
    drag.ghost.className = "ghost";
    drag.ghost.textContent = held.called;
    body.append(drag.ghost);
    follow(drag.x, drag.y);
  };
  const under = (x, y) => document.elementFromPoint(x, y);
  const follow = (x, y) => {
    drag.x = x;
    drag.y = y;
    drag.ghost.style.transform = `translate(${x + 12}px, ${y + 12}px)`;
    const on = under(x, y);
    const place = on?.closest(".place");
    const person = on?.closest(".swap")?.closest(".person");
    const fits = place && (!place.dataset.side || place.dataset.side === held.role);
    const other = fits && canSwap(person) ? person : null;
    for (const one of document.querySelectorAll(".target, .with")) one.classList.remove("target", "with");
    target = fits ? place : null;
    if (fits) place.classList.add("target");
    if (other) other.classList.add("with");
    if (other && other === partner) return;
    partner = other;
    toldOf = null;
    if (other) { $("held-cost").textContent = filled(says.swap_with, { who: other.dataset.called, cost: "…" }); tellSwap(other); }
    else $("held-cost").textContent = fits ? costs.get(place.dataset.place) ?? "" : "";
  };
  setInterval(() => {
    if (!drag?.going) return;
    const edge = 60;
    if (drag.y < edge) scrollBy(0, drag.y - edge);
    else if (drag.y > innerHeight - edge - 60) scrollBy(0, Math.min(40, drag.y - innerHeight + edge + 60));
  }, 30);

  // A mouse that rests on ⇄ is told what pressing it would do; a finger is told by its first press.
  let hovered = false;
  document.addEventListener("pointerover", (event) => {
    if (!held || drag?.going || event.pointerType !== "mouse") return;
    const person = event.target.closest?.(".swap")?.closest(".person") ?? null;
    if (person === partner) return;
    if (canSwap(person)) { hovered = true; aimAtPerson(person.closest(".place"), person, true); }
    else if (hovered && !event.target.closest?.("#hand")) { hovered = false; aim(null, null); }
  });

  document.addEventListener("pointerdown", (event) => {
    const button = event.target.closest?.(".person");
    if (!button || event.button !== 0 || drag) return;
    drag = { button, id: event.pointerId, x: event.clientX, y: event.clientY, touch: event.pointerType === "touch", going: false };
    if (drag.touch) drag.timer = setTimeout(() => { if (drag) begin(); }, LONG);
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    if (drag.going) { follow(event.clientX, event.clientY); return; }
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > FAR;
    if (far && drag.touch) { clearTimeout(drag.timer); drag = null; } else if (far) { begin(); follow(event.clientX, event.clientY); }
  });
  // A finger that drags does not scroll.
  document.addEventListener("touchmove", (event) => { if (drag?.going) event.preventDefault(); }, { passive: false });
  const ended = (cancelled) => (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    clearTimeout(drag.timer);
    const { going, ghost } = drag;
    drag = null;
    if (!going) return;
    ghost.remove();
    body.classList.remove("dragging");
    dropped = true;
    setTimeout(() => { dropped = false; }, 0);
    if (cancelled || !target) putBack();
    else if (partner) swapWith(partner);
    else drop(target);
  };
  document.addEventListener("pointerup", ended(false));
  document.addEventListener("pointercancel", ended(true));
  document.addEventListener("contextmenu", (event) => { if (event.target.closest?.(".person") && drag?.touch) event.preventDefault(); });

  document.addEventListener("click", (event) => {
    const on = event.target;
    if (dropped) { event.preventDefault(); return; }
    const open = document.querySelector(".menu[open]");
    if (open && !open.contains(on)) open.open = false;
    const person = on.closest(".person");
    if (person) {
      const again = held && held.person === person.dataset.person && held.from === person.dataset.from;
      if (on.closest(".swap") && canSwap(person)) { if (toldOf === person) swapWith(person); else if (partner !== person) aimAtPerson(person.closest(".place"), person, true); }
      else if (again) putBack();
      else { pick(person); focusOn(person); }
      return;
    }
    const button = on.closest("button");
    if (!button) return;
    const { dataset } = button;
    if (button.classList.contains("here")) drop(button.closest(".place"));
    else if (dataset.do) act({ do: dataset.do, ...(dataset.group && { group: dataset.group }), ...(dataset.number && { number: dataset.number }) }, dataset.group && menuOf(dataset.group));
    else if (dataset.lock) lockGroup(dataset.lock, null);
    else if (dataset.ask) ask(dataset.ask, "hers" in dataset || dataset.ask === "places");
    else if ("forget" in dataset) forget();
    else if (dataset.take) take(dataset);
    else if ("close" in dataset) button.closest("dialog").close();
    else if (button.id === "saving") openSave();
    else if (button.id === "put-back") { const one = personAt(held.person, held.from); putBack(); if (one) focusOn(one); }
    else if (button.id === "swap-held") swapWith(partner);
    else if (button.id === "out-held") drop(placeOf("", held.role));
    else if (button.id === "lock-held") lockGroup(held.from, held.person);
  });

  // Hours, locks, help, saving ---------------------------------------------------------------------------------------

  document.addEventListener("toggle", async (event) => {
    const menu = event.target;
    if (!menu.matches?.(".menu") || !menu.open) return;
    for (const one of document.querySelectorAll(".menu[open]")) if (one !== menu) one.open = false;
    tell("");
    menu.lastElementChild.scrollIntoView({ block: "nearest" });
    const form = menu.querySelector("[data-hours]");
    if (!form) return;
    const told = await send("hours", { group: form.dataset.hours });
    const hours = form.elements.slot;
    if (!told || !told.hours) return;
    hours.innerHTML = told.hours;
    hours.removeAttribute("aria-busy");
    for (const one of form.elements) one.disabled = false;
  }, true);

  let locking = null;
  $("lock").addEventListener("close", () => {
    if (!nowhere() && (document.activeElement.checkVisibility?.() ?? true)) return;
    document.activeElement?.blur();
    const one = locking.person && personAt(locking.person, locking.from);
    if (one) focusOn(one); else if (locking.menu) focusOnMenu(locking);
  });
  const lockGroup = (group, person) => {
    const form = $("lock").querySelector("form");
    form.dataset.group = group;
    locking = person ? { person, from: group } : menuOf(group);
    form.dataset.person = person ?? "";
    const kind = form.elements.kind;
    kind.options[0].disabled = !person;
    kind.value = person ? "person-in-group" : "whole-group";
    form.elements.reason.value = "";
    $("lock").showModal();
  };

  const openSave = async () => {
    const told = await send("saving");
    if (!told) return;
    const news = told.version > version;
    settle(told);
    if (news) { tell(told.said); announce(told.said); }
    $("save").querySelector("form").innerHTML = told.form;
    if (!$("save").open) $("save").showModal();
  };

  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    if (form.dataset.hours) {
      act({ do: "hour", group: form.dataset.hours, slot: form.elements.slot.value }, menuOf(form.dataset.hours));
    } else if (form.id === "into") {
      drop(placeOf(form.elements.place.value, held.role));
    } else if (form.id === "improve") {
      ask("improve", false, form.elements.moves.value.trim());
    } else if (form.closest("#lock")) {
      const kind = form.elements.kind.value;
      $("lock").close();
      act({ do: "lock", kind, group: form.dataset.group, reason: form.elements.reason.value, ...(kind === "person-in-group" && { person: form.dataset.person }) }, locking);
    } else if (form.closest("#save")) {
      const ticked = Object.fromEntries([...form.querySelectorAll("input[type=checkbox]")].map((one) => [one.name, one.checked]));
      for (const one of form.querySelectorAll("button")) one.disabled = true;
      const told = await send("save", ticked);
      if (told) { settle(told); tell(told.said); announce(told.said); }
      $("save").close();
    }
  });

  const ask = async (what, hers, moves = "") => {
    const of = hers && held ? { person: held.person, start: held.from || null } : {};
    const one = held && personAt(held.person, held.from);
    putBack(true);
    if (one && nowhere()) focusOn(one);
    const told = await send("ask", { what, moves, ...of });
    if (told) settle(told);
    $("job").scrollIntoView({ block: "nearest" });
    poll();
  };
  const forget = async () => { const told = await send("forget"); if (told) settle(told); };
  const take = async ({ job, take: place }) => {
    const told = await send("take", { job: Number(job), place: Number(place) });
    if (told) { settle(told); tell(told.said); announce(told.said); }
    if (nowhere()) document.querySelector("[data-ask='mend']").focus();
  };

  // Finding ----------------------------------------------------------------------------------------------------------

  const plain = (text) => text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").toLowerCase().replace(/ي|ى/g, "ی").replace(/ك/g, "ک");
  const filter = () => {
    const words = plain($("find").value).split(/\s+/).filter(Boolean);
    const gender = $("gender").value;
    const choice = $("choice").value;
    const only = $("broken").checked;
    let [found, all] = [0, 0];
    for (const place of places()) {
      if (place.classList.contains("new")) continue;
      const title = plain(titleOf(place));
      let shown = 0;
      for (const one of place.querySelectorAll(".person")) {
        const text = plain(one.querySelector(".who").textContent);
        const fits = words.every((word) => text.includes(word) || title.includes(word)) && (!gender || one.dataset.gender === gender)
          && (!choice || one.dataset.choice === choice) && (!only || place.dataset.side || place.classList.contains("breaks"));
        one.classList.toggle("hides", !fits && !(held && held.person === one.dataset.person));
        shown += fits ? 1 : 0;
        all += 1;
      }
      found += shown;
      // One of those who are shown can be reached by Tab.
      const there = people(place);
      if (there.length && !there.some((one) => one.tabIndex === 0)) there[0].tabIndex = 0;
      const some = words.length || gender || choice;
      place.classList.toggle("hides", !place.dataset.side && ((some && !shown) || (only && !place.classList.contains("breaks"))));
    }
    const said = found === all ? "" : filled($("shown").dataset.says, { shown: number.format(found), all: number.format(all) });
    if ($("shown").textContent !== said) $("shown").textContent = said;
  };
  const number = new Intl.NumberFormat(document.documentElement.lang);
  for (const id of ["find", "gender", "choice", "broken"]) $(id).addEventListener("input", filter);
  const sized = () => { body.dataset.size = $("size").value; };
  $("size").addEventListener("input", sized);

  // What others do ---------------------------------------------------------------------------------------------------

  let waiting = 0;
  const poll = async () => {
    clearTimeout(waiting);
    if (!document.hidden && !drag) {
      try {
        const answer = await fetch("since", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ version }) });
        if (answer.ok) {
          const told = await answer.json();
          const news = told.version > version;
          if (!drag) settle(told);
          if (news) { tell(told.said); announce(told.said); }
        }
      } catch { tell(says.no_answer, true); }
    }
    waiting = setTimeout(poll, busy ? 400 : 2000);
  };
  let scrolled = 0;
  addEventListener("scroll", () => { clearTimeout(scrolled); scrolled = setTimeout(() => { if (held && places().length > ALL_AT_ONCE) price(); }, 200); }, { passive: true });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) poll(); });

  $("undo").disabled = !can.undo;
  $("redo").disabled = !can.redo;
  if (matchMedia("(max-width: 46rem)").matches) for (const one of document.querySelectorAll("details[data-narrow]")) one.open = false;
  sized();
  filter();
  waiting = setTimeout(poll, 2000);
})();
