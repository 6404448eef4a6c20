// The pipeline board: a card is dragged, carried by arrow keys, or sent by a menu. It moves at once, the server is told,
// and where the server refuses it goes back to where it was, with the reason.
"use strict";

const board = document.querySelector("[data-board]");
const said = document.querySelector("[data-said]");
const menu = document.getElementById("move-to");
const waiting = new Map(); // card id -> where it was
const EDGE = 56; // near an edge the board rolls on under a dragged card
const ROLL = 12;
let isDropping = false;
let carried = null; // by keyboard: {card, home}

const cardOf = (id) => board.querySelector(`[data-card="${CSS.escape(id)}"]`);
const columnOf = (element) => element.closest("[data-column]");
const columns = () => [...board.querySelectorAll("[data-column]")];
const grip = (card) => card.querySelector("[data-grip]");

function say(words) {
  said.textContent = words;
}

function count(column, step) {
  const shown = column.querySelector("[data-count]");
  shown.textContent = Number(shown.textContent) + step;
}

function place(card) {
  return { column: columnOf(card), next: card.nextElementSibling };
}

function putInto(card, column) {
  if (columnOf(card) === column) return;
  count(columnOf(card), -1);
  column.querySelector(".cards").prepend(card);
  count(column, 1);
}

function putBack(card, home) {
  if (columnOf(card) !== home.column) {
    count(columnOf(card), -1);
    count(home.column, 1);
  }
  const list = home.column.querySelector(".cards");
  list.insertBefore(card, home.next?.parentElement === list ? home.next : null);
}

function send(card, column, home) {
  const id = card.dataset.card;
  const address = `${location.pathname.split("/board/")[0]}/board/applications/${id}/`;
  putInto(card, column);
  waiting.set(id, home);
  if (column.dataset.column === "declined") {
    htmx.ajax("GET", `${address}reject/`, { source: card, target: "#board-dialog", swap: "innerHTML" });
    return;
  }
  card.setAttribute("aria-busy", "true");
  htmx.ajax("POST", `${address}move/`, { source: card, swap: "none", values: { to: column.dataset.column } });
}

function settle(id, words, { refused }) {
  const card = cardOf(id);
  const home = waiting.get(id);
  waiting.delete(id);
  document.querySelector("#board-dialog dialog[open]")?.close();
  if (!card || !home) return;
  card.removeAttribute("aria-busy");
  if (refused) {
    putBack(card, home);
    say(`${board.dataset.refused} ${card.dataset.who}. ${words}`);
  } else {
    say(`${card.dataset.who} ${board.dataset.moved} ${columnOf(card).dataset.name}.`);
    if (columnOf(card).classList.contains("end")) grip(card)?.remove();
  }
  (grip(card) || card.querySelector("a")).focus({ preventScroll: !refused });
}

document.addEventListener("board:moved", (event) => settle(event.detail.id, event.detail.words, { refused: false }));
document.addEventListener("board:refused", (event) => settle(event.detail.id, event.detail.words, { refused: true }));
for (const lost of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(lost, (event) => {
    const source = event.detail.elt.closest("[data-card], [data-decides]");
    if (source) settle(source.dataset.card || source.dataset.decides, board.dataset.lost, { refused: true });
  });
}

// A rejection that is not confirmed puts the card back.
document.addEventListener("close", (event) => {
  const id = event.target.querySelector?.("[data-decides]")?.dataset.decides;
  if (id && waiting.has(id) && !event.target.querySelector(".htmx-request, .htmx-request *") && !event.target.dataset.sent) {
    const card = cardOf(id);
    const home = waiting.get(id);
    waiting.delete(id);
    putBack(card, home);
    say(`${card.dataset.who} ${board.dataset.back} ${home.column.dataset.name}.`);
    grip(card)?.focus();
  }
}, true);

// The menu
board?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-grip]");
  if (!button || carried) return;
  const card = button.closest("[data-card]");
  menu.dataset.card = card.dataset.card;
  menu.querySelector("[data-who]").textContent = card.dataset.who;
  for (const to of menu.querySelectorAll("[data-to]")) to.disabled = to.dataset.to === columnOf(card).dataset.column;
  menu.showModal();
});

menu?.addEventListener("click", (event) => {
  const to = event.target.closest("[data-to]");
  if (!to) return;
  const card = cardOf(menu.dataset.card);
  menu.close();
  send(card, columns().find((column) => column.dataset.column === to.dataset.to), place(card));
});

// The keyboard
function carry(card, step) {
  carried ||= { card, home: place(card) };
  card.classList.add("carried");
  const all = columns();
  const next = all[all.indexOf(columnOf(card)) + step];
  if (!next) return;
  putInto(card, next);
  grip(card).focus();
  say(`${card.dataset.who} ${board.dataset.over} ${next.dataset.name}.`);
}

function putDown(isMeant) {
  const { card, home } = carried;
  carried = null;
  card.classList.remove("carried");
  if (isMeant && columnOf(card) !== home.column) return send(card, columnOf(card), home);
  putBack(card, home);
  grip(card).focus();
  say(`${card.dataset.who} ${board.dataset.back} ${home.column.dataset.name}.`);
}

board?.addEventListener("keydown", (event) => {
  const button = event.target.closest("[data-grip]");
  if (!button) return;
  const card = button.closest("[data-card]");
  const steps = { ArrowLeft: -1, ArrowRight: 1 };
  if (event.key in steps) carry(card, steps[event.key]);
  else if (carried && ["Enter", " ", "Escape"].includes(event.key)) putDown(event.key !== "Escape");
  else if (!carried && event.key === "ArrowDown") card.nextElementSibling?.querySelector("[data-grip]")?.focus();
  else if (!carried && event.key === "ArrowUp") card.previousElementSibling?.querySelector("[data-grip]")?.focus();
  else return;
  event.preventDefault();
});

board?.addEventListener("focusout", (event) => {
  if (carried && event.relatedTarget && !carried.card.contains(event.relatedTarget)) putDown(false);
});

// The pointer: a mouse drags the whole card, a finger its grip, so that columns still scroll.
board?.addEventListener("pointerdown", (event) => {
  const card = event.target.closest("[data-card]");
  if (!card || !grip(card) || event.button !== 0) return;
  if (event.pointerType !== "mouse" && !event.target.closest("[data-grip]")) return;
  const start = { x: event.clientX, y: event.clientY };
  let ghost = null;
  let over = null;
  let towards = 0;
  const rolling = setInterval(() => { board.scrollLeft += towards * ROLL; }, 16);

  const moved = (now) => {
    if (!ghost && Math.hypot(now.clientX - start.x, now.clientY - start.y) < 6) return;
    if (!ghost) {
      ghost = card.cloneNode(true);
      ghost.classList.add("ghost");
      ghost.setAttribute("aria-hidden", "true");
      ghost.style.width = `${card.offsetWidth}px`;
      document.body.append(ghost);
      card.classList.add("lifted");
    }
    now.preventDefault();
    const edges = board.getBoundingClientRect();
    towards = now.clientX > edges.right - EDGE ? 1 : now.clientX < edges.left + EDGE ? -1 : 0;
    ghost.style.translate = `${now.clientX + 8}px ${now.clientY + 8}px`;
    over?.classList.remove("over");
    over = document.elementFromPoint(now.clientX, now.clientY)?.closest("[data-column]") || null;
    over?.classList.add("over");
  };

  const ended = (now) => {
    for (const [name, heard] of Object.entries(hears)) document.removeEventListener(name, heard);
    clearInterval(rolling);
    if (!ghost) return;
    ghost.remove();
    card.classList.remove("lifted");
    over?.classList.remove("over");
    isDropping = true;
    setTimeout(() => { isDropping = false; }, 0);
    if (now.type === "pointerup" && over && over !== columnOf(card)) send(card, over, place(card));
  };

  const hears = { pointermove: moved, pointerup: ended, pointercancel: ended };
  for (const [name, heard] of Object.entries(hears)) document.addEventListener(name, heard);
});

// The click that ends a drag opens nothing.
document.addEventListener("click", (event) => {
  if (!isDropping) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

// The browser's own dragging, of selected words, would take the card away.
board?.addEventListener("dragstart", (event) => event.preventDefault());

document.addEventListener("selectstart", (event) => {
  if (document.querySelector(".lifted")) event.preventDefault();
});
