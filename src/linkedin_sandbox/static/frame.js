// Inside a plugin's frame: tells the page around it how high the frame is, and what it should hear.
const { origin, frame, event, detail } = document.body.dataset;
const tell = (name, value) => window.parent.postMessage({ frame, name, detail: value }, origin);
const size = () => tell("size", document.documentElement.getBoundingClientRect().height);
new ResizeObserver(size).observe(document.documentElement);
if (event) tell(event, JSON.parse(detail));
for (const form of document.querySelectorAll("form[data-confirm]")) {
  const [first, second] = [form.querySelector("[data-ask]"), form.querySelector("[data-sure]")];
  first.addEventListener("click", () => {
    first.hidden = true;
    second.hidden = false;
  });
}
for (const select of document.querySelectorAll("select[data-at-once]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
