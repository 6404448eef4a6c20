// Shows a question only while the answer it depends on is given; the server decides in any case.
for (const field of document.querySelectorAll("[data-needs]")) {
  const wanted = JSON.parse(field.dataset.values);
  const inputs = [...document.getElementsByName(field.dataset.needs)];
  const update = () => {
    field.hidden = !inputs.some((input) => input.checked && wanted.includes(input.value));
  };
  inputs.forEach((input) => input.addEventListener("change", update));
  update();
}
