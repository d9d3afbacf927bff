// Cards that are moved between places, by mouse or by keyboard alone. The page works without it:
// whatever can be dropped can also be sent by a form. What attributes say:
//   data-board           the part that is fetched anew after a drop; it needs an id
//   data-judge           address that says, as JSON, what a drop would mean (words, tone, can, ask, done)
//   data-drop            address that a drop is posted to
//   data-names           the two names under which card and place are sent
//   data-card, data-pick    a card and its button; data-card holds its key
//   data-place, data-here   a place and its button; data-verdict takes what would come of it
//   data-say-…           the words of the board
// A dialog with the id that data-asks names is shown before a drop that breaks a rule.

let card = null; // what is held
let busy = false;
const known = new Map(); // verdicts, by card and place

const board = () => document.querySelector("[data-board]");
const all = (selector) => [...(board()?.querySelectorAll(selector) ?? [])];
const placeOf = (element) => element?.closest("[data-place]");
const say = (key) => board()?.dataset[`say${key}`] ?? "";
const tell = (text) => {
  const line = document.querySelector("[data-board-live]");
  if (line) line.textContent = text;
};
const note = (text, tone = "") =>
  document.body.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));
const pair = (place) => {
  const [cardName, placeName] = board().dataset.names.split(" ");
  return { [cardName]: card.dataset.card, [placeName]: place.dataset.place };
};

// What would come of it

const judge = (place) => {
  const asked = `${board().dataset.judge}?${new URLSearchParams(pair(place))}`;
  if (!known.has(asked)) {
    const answer = fetch(asked, { headers: { Accept: "application/json" } });
    const verdict = answer.then((found) => (found.ok ? found.json() : Promise.reject(new Error(String(found.status)))));
    verdict.catch(() => known.delete(asked));
    known.set(asked, verdict);
  }
  return known.get(asked);
};
const show = (place, { words, tone }) => {
  const line = place.querySelector("[data-verdict]");
  if (!line) return;
  line.textContent = words;
  line.className = `verdict ${tone}`;
  line.hidden = false;
};
const look = async (place) => {
  const held = card;
  try {
    const verdict = await judge(place);
    if (card !== held) return null;
    show(place, verdict);
    tell(verdict.words);
    return verdict;
  } catch {
    if (card === held) tell(document.body.dataset.sayFailed ?? "");
    return null;
  }
};

// Taking up and putting down

const hold = (taken, byKey) => {
  let_go();
  card = taken;
  card.classList.add("held");
  board().classList.add("holding");
  for (const place of all("[data-place]")) {
    if (place === placeOf(card)) continue;
    const button = place.querySelector("[data-here]");
    if (button && byKey) button.hidden = false;
  }
  card.querySelector("[data-pick]")?.setAttribute("aria-pressed", "true");
};
function let_go() {
  card?.classList.remove("held");
  card?.querySelector("[data-pick]")?.setAttribute("aria-pressed", "false");
  card = null;
  board()?.classList.remove("holding");
  for (const button of all("[data-here]")) button.hidden = true;
  for (const line of all("[data-verdict]")) line.hidden = true;
  for (const place of all(".over")) place.classList.remove("over");
}
const confirmed = (question) =>
  new Promise((resolve) => {
    const dialog = document.getElementById(board().dataset.asks);
    if (!dialog) return resolve(false);
    dialog.querySelector("[data-question]").textContent = question;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });

const drop = async (place) => {
  if (!card || busy) return;
  busy = true;
  const { card: key } = card.dataset;
  try {
    const verdict = await look(place);
    if (!verdict) return;
    if (!verdict.can) return note(`${verdict.words}. ${say("Refused")}`, "warning");
    if (verdict.ask && !(await confirmed(verdict.ask))) return tell(say("Kept"));
    const body = new FormData();
    for (const [name, value] of Object.entries(pair(place))) body.append(name, value);
    if (verdict.ask) body.append("anyway", "on");
    const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
    const answer = await fetch(board().dataset.drop, { method: "POST", body, headers, redirect: "manual" });
    if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(String(answer.status));
    let_go();
    await fresh();
    note(verdict.done);
    board()?.querySelector(`[data-card="${CSS.escape(key)}"] [data-pick]`)?.focus();
  } catch {
    note(document.body.dataset.sayFailed, "error");
  } finally {
    busy = false;
  }
};
const fresh = async () => {
  known.clear();
  const target = `#${board().id}`;
  await window.htmx.ajax("GET", location.href, { source: target, target, select: target, swap: "outerHTML" });
  wake();
};

// By mouse

document.addEventListener("dragstart", (event) => {
  const taken = event.target.closest?.("[data-board] [data-card]");
  if (!taken) return;
  event.dataTransfer.setData("text/plain", taken.dataset.card);
  event.dataTransfer.effectAllowed = "move";
  hold(taken, false);
});
document.addEventListener("dragover", (event) => {
  const place = card && placeOf(event.target);
  if (!place || place === placeOf(card)) return;
  event.preventDefault();
  if (place.classList.contains("over")) return;
  for (const other of all(".over")) {
    other.classList.remove("over");
    other.querySelector("[data-verdict]").hidden = true;
  }
  place.classList.add("over");
  look(place);
});
document.addEventListener("drop", (event) => {
  const place = card && placeOf(event.target);
  if (!place || place === placeOf(card)) return;
  event.preventDefault();
  drop(place).finally(() => busy || let_go());
});
document.addEventListener("dragend", () => busy || let_go());

// By keyboard, and by a finger

document.addEventListener("click", (event) => {
  const pick = event.target.closest?.("[data-board] [data-pick]");
  const here = event.target.closest?.("[data-board] [data-here]");
  if (pick) {
    const taken = pick.closest("[data-card]");
    if (taken === card) return put_back();
    hold(taken, true);
    tell(say("Held"));
  } else if (here) drop(placeOf(here));
});
const put_back = () => {
  const button = card?.querySelector("[data-pick]");
  let_go();
  tell(say("Kept"));
  button?.focus();
};
document.addEventListener("focusin", (event) => {
  const here = card && event.target.closest?.("[data-here]");
  if (here) look(placeOf(here));
});
document.addEventListener("keydown", (event) => {
  if (!card || event.target.closest?.("dialog")) return;
  if (event.key === "Escape") return put_back();
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const places = all("[data-here]:not([hidden])");
  const after = places.findIndex((button) => card.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING);
  const at = places.indexOf(document.activeElement);
  const first = step > 0 ? after : (after < 0 ? places.length : after) - 1;
  const next = at < 0 ? first : at + step;
  places[(next + places.length) % places.length]?.focus();
});

const wake = () => {
  for (const button of all("[data-pick]")) button.hidden = false;
  for (const taken of all("[data-card]")) taken.draggable = true;
};
wake();
