// A person's page: colleagues are offered while a note is written, and who comes before and after in the list one came
// from. Without it notes can be written and mention people all the same.
"use strict";

function offerColleagues(field) {
  const source = document.getElementById(field.dataset.mentions);
  if (!source) return;
  const colleagues = JSON.parse(source.textContent);
  const list = Object.assign(document.createElement("ul"), { className: "choices", id: `${field.id}-colleagues`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", source.dataset.words || "Colleagues");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.after(list);
  let chosen = 0;

  const audience = () => field.dataset.audience || field.form.elements.audience?.value || "company";
  const typed = () => /(?:^|[^\p{L}\p{N}_@])@([^@\n]{0,40})$/u.exec(field.value.slice(0, field.selectionStart))?.[1];
  const fitting = (text) => {
    const wanted = text.toLowerCase();
    const open = colleagues.filter((one) => audience() === "company" || (audience() === "team" && one.team));
    return open.filter((one) => [one.name, one.handle, ...one.name.split(/\s+/)].some((word) => word.toLowerCase().startsWith(wanted))).slice(0, 8);
  };
  const close = () => {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (place) => {
    chosen = (place + list.children.length) % list.children.length;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === chosen)));
    field.setAttribute("aria-activedescendant", list.children[chosen].id);
  };
  const take = (item) => {
    const before = field.value.slice(0, field.selectionStart).replace(/@[^@\n]*$/u, `@${item.dataset.handle} `);
    field.value = before + field.value.slice(field.selectionStart);
    field.setSelectionRange(before.length, before.length);
    close();
    field.focus();
  };
  const look = () => {
    const text = typed();
    const found = text === undefined ? [] : fitting(text);
    if (!found.length || found.some((one) => `${one.handle} `.toLowerCase() === text.toLowerCase())) return close();
    list.replaceChildren(...found.map((one, number) => {
      const item = Object.assign(document.createElement("li"), { id: `${list.id}-${number}`, textContent: one.name });
      item.setAttribute("role", "option");
      item.dataset.handle = one.handle;
      item.append(Object.assign(document.createElement("small"), { textContent: one.handle === one.name ? one.role : `${one.role} · ${one.handle}` }));
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(item);
      });
      return item;
    }));
    list.hidden = false;
    mark(0);
  };
  field.addEventListener("input", look);
  field.addEventListener("click", look);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const acts = {
      ArrowDown: () => mark(chosen + 1),
      ArrowUp: () => mark(chosen - 1),
      Enter: () => take(list.children[chosen]),
      Tab: () => take(list.children[chosen]),
      Escape: close,
    };
    if (!acts[event.key] || event.shiftKey) return;
    event.preventDefault();
    acts[event.key]();
  });
}

function showNeighbours(nav) {
  const kept = JSON.parse(sessionStorage.getItem("people") || "null");
  const place = kept ? kept.people.indexOf(location.pathname) : -1;
  if (place < 0) return;
  nav.querySelector("[data-came-from]").href = kept.from;
  nav.querySelector("[data-place]").textContent = `· ${place + 1} / ${kept.people.length}`;
  for (const [name, step] of [["before", -1], ["after", 1]]) {
    const link = nav.querySelector(`[data-neighbour="${name}"]`);
    const there = kept.people[place + step];
    link.hidden = !there;
    if (there) link.href = there;
  }
}

document.querySelectorAll("textarea[data-mentions]").forEach(offerColleagues);
document.querySelectorAll("nav.neighbours").forEach(showNeighbours);
