// Makes LinkedIn's tags of the places a page keeps for its plugins, also of those that come later, and hands what a
// plugin calls back to the form beside it. The server believes none of it before it has asked LinkedIn.
"use strict";

function drawPlugins(root) {
  for (const place of root.querySelectorAll("[data-plugin]:not([data-drawn])")) {
    const tag = document.createElement("script");
    tag.type = `IN/${place.dataset.plugin}`;
    for (const { name, value } of place.attributes) {
      if (name.startsWith("data-") && name !== "data-plugin") tag.setAttribute(name, value);
    }
    place.dataset.drawn = "";
    place.append(tag);
  }
  window.IN?.parse?.(root);
}

// LinkedIn's onboarding plugin calls this with a list of integrations, whose members it does not document.
window.isthmusIntegrated = (integrations) => {
  const form = document.querySelector("form[data-integrated]");
  if (!form) return;
  form.elements.integrations.value = JSON.stringify(integrations ?? null);
  form.requestSubmit();
};

drawPlugins(document);
document.addEventListener("htmx:afterSwap", (event) => drawPlugins(event.detail.elt.parentElement || document));
