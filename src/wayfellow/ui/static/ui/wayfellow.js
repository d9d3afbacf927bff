// Small helps for a page that works without them. Each is called by a data attribute; words come
// from the page (data-say-* on <body>), so that they are translated where all the others are.

const say = (key) => document.body.dataset[`say${key}`] ?? "";
const token = () =>
  JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ??
  document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const on = (type, selector, act, within = document) =>
  within.addEventListener(type, (event) => {
    const target = event.target instanceof Element ? event.target.closest(selector) : null;
    if (target) act(target, event);
  });

// Toasts
export function toast(text, tone = "") {
  const line = document.createElement("div");
  line.className = `toast ${tone}`.trim();
  const words = document.createElement("p");
  words.textContent = text;
  const close = document.createElement("button");
  Object.assign(close, { className: "bare", type: "button", textContent: "×" });
  close.dataset.dismiss = "";
  const list = document.getElementById("toasts");
  close.setAttribute("aria-label", list.dataset.dismissLabel);
  line.append(words, close);
  list.append(line);
}
on("click", "[data-dismiss]", (button) => button.closest(".toast, .callout")?.remove());
document.body.addEventListener("toast", ({ detail }) => toast(detail.text ?? detail.value, detail.tone));
document.body.addEventListener("htmx:responseError", () => toast(say("Failed"), "error"));
document.body.addEventListener("htmx:sendError", () => toast(say("Failed"), "error"));

// Dialogs: <a href="/fallback" data-opens="id">
const open = (id) => {
  const found = document.getElementById(id);
  if (!(found instanceof HTMLDialogElement)) return false;
  if (!found.open) found.showModal();
  return true;
};
on("click", "[data-opens]", (link, event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (open(link.dataset.opens)) event.preventDefault();
});
on("click", "[data-closes]", (button) => button.closest("dialog")?.close());
on("click", "dialog", (dialog, event) => {
  if (event.target !== dialog) return;
  const box = dialog.getBoundingClientRect();
  const outside = event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
  if (outside) dialog.close();
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && open("search")) event.preventDefault();
});

// Menus close when one looks elsewhere
const menus = () => document.querySelectorAll("details[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Light or dark at once; the form's own answer keeps it
on("submit", "[data-theme-form]", (form, event) => {
  const chosen = event.submitter?.value;
  if (!chosen) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  fetch(form.action, { method: "POST", body, redirect: "manual" });
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  for (const button of document.querySelectorAll("[data-theme-form] button")) {
    button.setAttribute("aria-pressed", String(button.value === chosen));
  }
});

// Autosave: <form data-autosave="/where"> with a [data-autosave-status]. Not by htmx, which would
// hold a draft back until every required field is filled.
const IDLE = 1200;
const AGAIN = 5000;
class Autosave {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-autosave-status]");
    form.addEventListener("input", () => this.soon(IDLE));
    form.addEventListener("change", () => this.soon(200));
    form.addEventListener("submit", () => this.stop());
    addEventListener("pagehide", () => this.timer && this.save({ keepalive: true }));
  }
  soon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }
  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.stopped = true;
  }
  tell(text, unsaved = false) {
    if (!this.line) return;
    this.line.textContent = text;
    this.line.classList.toggle("unsaved", unsaved);
  }
  async save(options = {}) {
    this.stop();
    this.stopped = false;
    if (this.busy) return this.soon(IDLE);
    this.busy = true;
    this.tell(say("Saving"));
    try {
      const body = new FormData(this.form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      const headers = { "X-CSRFToken": token(), "X-Autosave": "1" };
      const answer = await fetch(this.form.dataset.autosave || this.form.action, { method: "POST", body, headers, ...options });
      if (!answer.ok) throw new Error(String(answer.status));
      // The next save goes on from what has just been kept.
      const version = answer.headers.get("X-Version");
      if (version && this.form.elements.version) this.form.elements.version.value = version;
      const clock = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      if (!this.timer) this.tell(`${say("Saved")} ${clock}`);
    } catch {
      this.tell(say("Unsaved"), true);
      if (!this.stopped) this.soon(AGAIN);
    } finally {
      this.busy = false;
    }
  }
}

// Review by keyboard: in [data-review], j and k move between [data-review-item]; a letter presses
// the button or link of the item with that data-key.
document.addEventListener("keydown", (event) => {
  const list = document.querySelector("[data-review]");
  const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, dialog");
  if (!list || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const items = [...list.querySelectorAll("[data-review-item]")];
  const now = document.activeElement?.closest("[data-review-item]");
  const at = items.indexOf(now);
  const step = { j: 1, k: -1 }[event.key];
  if (step) {
    const next = items[at < 0 ? 0 : Math.min(Math.max(at + step, 0), items.length - 1)];
    if (next && !next.hasAttribute("tabindex")) next.tabIndex = -1;
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    event.preventDefault();
  } else if (now && /^[a-z]$/.test(event.key)) {
    const pressed = now.querySelector(`[data-key="${event.key}"]`);
    if (pressed) {
      event.preventDefault();
      pressed.click();
    }
  }
});

// Select all: <input type=checkbox data-select-all="name">, with a [data-selected-count] in the form
const count = (form) => {
  const all = form.querySelector("[data-select-all]");
  if (!all) return;
  const boxes = [...form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(all.dataset.selectAll)}"]`)];
  const chosen = boxes.filter((box) => box.checked).length;
  all.checked = chosen > 0 && chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  for (const place of form.querySelectorAll("[data-selected-count]")) place.textContent = String(chosen);
};
on("change", "[data-select-all]", (all) => {
  for (const box of all.form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(all.dataset.selectAll)}"]`)) box.checked = all.checked;
});
document.addEventListener("change", (event) => event.target.form && count(event.target.form));

// Sliders: the <output data-slider> after a range says its number
const number = (range) => {
  const place = range.parentElement.querySelector("[data-slider]");
  if (!place) return;
  place.textContent = range.value;
  place.hidden = false;
};
on("input", "input[type=range]", number);

// Copy and print
on("click", "[data-copy]", async (button) => {
  const { copy } = button.dataset;
  const place = copy.startsWith("#") ? document.querySelector(copy) : null;
  await navigator.clipboard.writeText(place ? (place.value ?? place.textContent).trim() : copy);
  toast(say("Copied"));
});
on("click", "[data-print]", () => print());

// What is on the page now, and what htmx brings later
const wake = (root) => {
  for (const form of root.querySelectorAll("form[data-autosave]")) new Autosave(form);
  for (const form of root.querySelectorAll("form:has([data-select-all])")) count(form);
  for (const range of root.querySelectorAll("input[type=range]")) number(range);
  root.querySelector("[data-focus]")?.focus();
};
wake(document);
document.body.addEventListener("htmx:load", ({ detail }) => detail.elt !== document.body && wake(detail.elt));
