// The job editor's own conveniences: a list of places under the field, questions that Alt and the arrow keys move, the first
// wrong field in focus, and a question before what was written is left. The form works without any of them.
const form = document.getElementById("job-form");
const at = (id) => document.getElementById(id);

let isTouched = "touched" in form.dataset;
form.addEventListener("input", () => { isTouched = true; });
form.addEventListener("submit", () => { isTouched = false; });
window.addEventListener("beforeunload", (event) => { if (isTouched) event.preventDefault(); });
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.requestConfig?.verb === "post") isTouched = true; });

function goTo(id) {
  const written = id && at(id);
  const field = id === "id_locations" && written.closest(".field").hidden ? at("place") : written;
  if (!field) return;
  for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  if (field.hidden) field.dispatchEvent(new Event("focus-editor"));
  else field.focus();
}

document.querySelector("#faults")?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  event.preventDefault();
  goTo(link.hash.slice(1));
});

form.addEventListener("keydown", (event) => {
  const button = event.altKey && { ArrowUp: "[data-up]", ArrowDown: "[data-down]" }[event.key];
  const question = button && event.target.closest("[data-question]");
  if (!question) return;
  event.preventDefault();
  const mover = question.querySelector(button);
  mover.focus();
  mover.click();
});

// A place is typed into one field and kept in the lines of another, which is hidden while this works.
function showPlaces() {
  const places = at("places");
  places.querySelector("[data-place-field]").hidden = false;
  const lines = places.querySelector("textarea");
  if (lines.getAttribute("aria-invalid") !== "true") lines.closest(".field").hidden = true;
}

const options = () => [...at("place-options").children];

function choose(option) {
  options().forEach((one) => one.setAttribute("aria-selected", String(one === option)));
  const field = at("place");
  option ? field.setAttribute("aria-activedescendant", option.id) : field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function openList(isOpen) {
  at("place-options").hidden = !isOpen;
  at("place").setAttribute("aria-expanded", String(isOpen));
  if (!isOpen) choose(null);
}

function addPlace(words) {
  at("place").value = words;
  openList(false);
  document.querySelector("[data-adds-place]").click();
}

function placeKey(event) {
  const all = options();
  const place = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) {
    event.preventDefault();
    openList(true);
    choose(all[(place + step + all.length + (place < 0 && step < 0 ? 1 : 0)) % all.length]);
  } else if (event.key === "Escape" && !at("place-options").hidden) {
    event.preventDefault();
    openList(false);
  } else if (event.key === "Enter" && event.target.value.trim()) {
    event.preventDefault();
    addPlace(place < 0 ? event.target.value : all[place].textContent);
  }
}

form.addEventListener("keydown", (event) => { if (event.target.id === "place" && !event.altKey) placeKey(event); });
form.addEventListener("focusout", (event) => { if (event.target.id === "place") openList(false); });
form.addEventListener("pointerdown", (event) => {
  const option = event.target.closest("#place-options [role=option]");
  if (!option) return;
  event.preventDefault();
  addPlace(option.textContent);
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "place-options") openList(options().length > 0 && document.activeElement === at("place"));
  if (event.detail.requestConfig?.verb !== "post") return;
  showPlaces();
  if (event.detail.requestConfig.elt.closest("#places") || "addsPlace" in event.detail.requestConfig.elt.dataset) at("place").focus();
});

showPlaces();
goTo(form.dataset.focus);
// The browser looks at the address's own field once the page is there; a hidden one takes the focus away from what stands for it.
window.addEventListener("load", () => setTimeout(() => goTo(!form.dataset.focus && location.hash.slice(1))));
if (!form.dataset.focus) (at("faults") || at("met"))?.focus();
