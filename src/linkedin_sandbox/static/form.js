// Shows a question only while the answer it depends on is given; the server decides in any case.
for (const field of document.querySelectorAll("[data-needs]")) {
  const wanted = JSON.parse(field.dataset.values);
  const names = JSON.parse(field.dataset.needs);
  const inputs = names.map((name) => [...document.getElementsByName(name)]).find((found) => found.length) ?? [];
  const update = () => {
    field.hidden = !inputs.some((input) => input.checked && wanted.includes(input.value));
  };
  inputs.forEach((input) => input.addEventListener("change", update));
  update();
}
