// What the browser does not do by itself: a search shortcut, Escape for hints, naming the reader's
// time zone, dialogs where commands are unknown, and a small editor over the description field. Every page works without it.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const search = document.querySelector(".bar input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
  if (event.key === "Escape") {
    document.querySelectorAll(".hint:hover, .hint:focus-within").forEach((hint) => hint.classList.add("closed"));
  }
});

// A page names its own keys: [data-key]. They can be switched off, for whoever speaks to the browser or types by chance.
const keysAreOff = () => localStorage.getItem("keys") === "off";

document.addEventListener("keydown", (event) => {
  const elsewhere = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog");
  if (elsewhere || event.ctrlKey || event.metaKey || event.altKey || keysAreOff()) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([hidden])`);
  if (!target) return;
  event.preventDefault();
  target.matches("textarea, input") ? target.focus() : target.click();
});

// Whoever opens a person from a list or board can go on to the next one there.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("main a[href]");
  const isPerson = (one) => /\/candidates\/(applications\/)?[0-9a-f-]{36}\/$/.test(one.pathname);
  if (!link || !isPerson(link) || link.closest("nav")) return;
  const people = [...document.querySelectorAll("main a[href]")].filter(isPerson).map((one) => one.pathname);
  sessionStorage.setItem("people", JSON.stringify({ from: location.pathname + location.search, people: [...new Set(people)] }));
});

for (const leaving of ["mouseout", "focusout"]) {
  document.addEventListener(leaving, (event) => event.target.closest?.(".hint")?.classList.remove("closed"));
}

if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    button.getAttribute("command") === "close" ? dialog.close() : dialog.showModal();
  });
}

// The server writes moments in the reader's zone; only the browser knows which one that is.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;

// A question that waits for the answer to another one: shown when that answer is chosen. The server judges all the same.
function showWhatIsAsked(form) {
  for (const asked of form.querySelectorAll("[data-after]")) {
    const chosen = new FormData(form).getAll(asked.dataset.after);
    const first = form.querySelector(`[name="${CSS.escape(asked.dataset.after)}"]`)?.closest("[data-after]");
    asked.hidden = first?.hidden || !asked.dataset.when.split(" ").some((option) => chosen.includes(option));
  }
}

function start(root) {
  new Set([...root.querySelectorAll("[data-after]")].map((asked) => asked.closest("form")).filter(Boolean)).forEach((form) => {
    form.addEventListener("input", () => showWhatIsAsked(form));
    showWhatIsAsked(form);
  });
  root.querySelectorAll("dialog[data-open]").forEach((dialog) => dialog.showModal());
  root.querySelectorAll("[data-copies]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim());
      button.textContent = button.dataset.copied;
    });
  });
  root.querySelectorAll("[data-keys-switch]").forEach((box) => {
    box.checked = !keysAreOff();
    box.addEventListener("change", () => localStorage.setItem("keys", box.checked ? "on" : "off"));
  });
  root.querySelectorAll("[data-picks]").forEach((label) => {
    label.hidden = false;
    label.addEventListener("change", (event) => {
      const boxes = document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(label.dataset.picks)}"]`);
      boxes.forEach((box) => (box.checked = event.target.checked));
    });
  });
  root.querySelectorAll("form[data-at-once] :is(select, input[type=checkbox])").forEach((select) => {
    select.addEventListener("change", () => select.form.requestSubmit());
  });
}

start(document);
document.addEventListener("htmx:afterSwap", (event) => start(event.detail.elt.parentElement || document));
