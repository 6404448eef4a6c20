// A rich-text editor over a textarea, restricted to the tags LinkedIn accepts: p, br, b/strong, i, u, ul, li. The textarea
// stays what is sent, and is written to only when somebody edits. Made with the Tiptap of the django-prose-editor wheel.
import {
  Bold, BulletList, Document, Editor, HardBreak, History, Italic, ListItem, Paragraph, Text, Underline,
} from "./django_prose_editor/editor.js";

const Slanted = Italic.extend({ renderHTML: ({ HTMLAttributes }) => ["i", HTMLAttributes, 0] });
const HEADING = /^H[1-6]$/;
const BLOCKS = new Set("P DIV SECTION ARTICLE HEADER FOOTER BLOCKQUOTE PRE TR DL DT DD FIGURE ADDRESS".split(" "));
const DROPPED = new Set("SCRIPT STYLE TEMPLATE TITLE HEAD META LINK SVG MATH IFRAME OBJECT".split(" "));
const MARKS = { B: "strong", STRONG: "strong", I: "i", EM: "i", CITE: "i", U: "u", INS: "u" };
const COMMANDS = {
  bold: "toggleBold", italic: "toggleItalic", underline: "toggleUnderline", bulletList: "toggleBulletList", undo: "undo", redo: "redo",
};

// What other programs put on the clipboard, in our tags: Word's lists are paragraphs, Google's bold is a style.
export function cleaned(html) {
  const from = new DOMParser().parseFromString(html, "text/html").body;
  const to = document.implementation.createHTMLDocument("").createElement("div");
  copyInside(from, to);
  return to.innerHTML;
}

function copyInside(from, to) {
  let list = null;
  for (const node of from.childNodes) {
    const isItem = node.nodeType === Node.ELEMENT_NODE && isWordItem(node);
    if (isItem) {
      list ||= to.appendChild(to.ownerDocument.createElement("ul"));
      copyInside(node, list.appendChild(to.ownerDocument.createElement("li")));
    } else {
      if (node.nodeType !== Node.TEXT_NODE || node.data.trim()) list = null;
      copyOne(node, to);
    }
  }
}

function copyOne(node, to) {
  if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName) || isWordBullet(node)) return;
  const make = (name) => to.ownerDocument.createElement(name);
  if (node.tagName === "BR") to.append(make("br"));
  else if (node.tagName === "UL" || node.tagName === "OL") copyInside(node, to.appendChild(make("ul")));
  else if (node.tagName === "LI") copyInside(node, to.appendChild(make("li")));
  else if (HEADING.test(node.tagName)) copyInside(node, to.appendChild(make("p")).appendChild(make("strong")));
  else if (BLOCKS.has(node.tagName)) copyInside(node, holdsBlocks(node) ? to : to.appendChild(make("p")));
  else copyInside(node, marksOf(node).reduce((inner, name) => inner.appendChild(make(name)), to));
  if (node.tagName === "TD" || node.tagName === "TH") to.append(" ");
}

function holdsBlocks(node) {
  return [...node.children].some((child) => BLOCKS.has(child.tagName) || HEADING.test(child.tagName) || /^(UL|OL|TABLE)$/.test(child.tagName));
}

function marksOf(node) {
  const style = node.getAttribute("style") || "";
  const names = new Set();
  if (MARKS[node.tagName]) names.add(MARKS[node.tagName]);
  if (/font-weight:\s*(normal|400)/.test(style)) names.delete("strong");
  if (/font-weight:\s*(bold|[6-9]00)/.test(style)) names.add("strong");
  if (/font-style:\s*italic/.test(style)) names.add("i");
  if (/text-decoration[^;]*underline/.test(style) && node.tagName !== "A") names.add("u");
  return [...names];
}

function isWordItem(node) {
  return node.tagName === "P" && (/MsoList/.test(node.className) || /mso-list:\s*l/.test(node.getAttribute("style") || ""));
}

function isWordBullet(node) {
  return /mso-list:\s*ignore/i.test(node.getAttribute("style") || "");
}

// What is sent: a list item of one paragraph needs no paragraph, and an empty text is nothing.
function written(editor) {
  if (editor.isEmpty) return "";
  const made = new DOMParser().parseFromString(editor.getHTML(), "text/html");
  made.querySelectorAll("li > p:first-child").forEach((paragraph) => paragraph.replaceWith(...paragraph.childNodes));
  return made.body.innerHTML;
}

function counted(editor, field, counter) {
  const letters = editor.getText({ blockSeparator: "\n" }).trim().length;
  const whole = field.value.length;
  const { least, most } = counter.dataset;
  const state = letters < Number(least) ? "few" : whole > Number(most) ? "many" : "good";
  counter.textContent = counter.dataset[state].replace("%n", (state === "many" ? whole : letters).toLocaleString(document.documentElement.lang));
  counter.classList.toggle("off", state !== "good");
  const said = counter.nextElementSibling;
  if (counter.dataset.state && counter.dataset.state !== state) said.textContent = counter.textContent;
  counter.dataset.state = state;
}

function editorOver(holder) {
  const field = holder.querySelector("textarea");
  const label = holder.querySelector("label");
  const frame = holder.querySelector("template").content.firstElementChild.cloneNode(true);
  const [tools, paper, counter] = [".tools", ".paper", "[data-count]"].map((part) => frame.querySelector(part));
  const attributes = { id: `${field.id}_paper`, role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id };
  for (const name of ["aria-describedby", "aria-invalid"]) if (field.hasAttribute(name)) attributes[name] = field.getAttribute(name);
  const editor = new Editor({
    element: paper,
    injectCSS: false,
    content: cleaned(field.value),
    extensions: [Document, Paragraph, Text, HardBreak, Bold, Slanted, Underline, BulletList, ListItem, History],
    editorProps: { attributes, transformPastedHTML: cleaned },
    onUpdate: () => {
      field.value = written(editor);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      counted(editor, field, counter);
    },
    onTransaction: () => press(tools, editor),
  });
  tools.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-tool]");
    if (tool) editor.chain().focus()[COMMANDS[tool.dataset.tool]]().run();
  });
  rove(tools);
  field.hidden = true;
  field.removeAttribute("autofocus");
  field.after(frame);
  label.addEventListener("click", (event) => { event.preventDefault(); editor.commands.focus(); });
  field.addEventListener("focus-editor", () => editor.commands.focus());
  counted(editor, field, counter);
}

function press(tools, editor) {
  tools.querySelectorAll("[aria-pressed]").forEach((tool) => tool.setAttribute("aria-pressed", String(editor.isActive(tool.dataset.tool))));
}

// A toolbar is one stop of the Tab key; the arrow keys go along it.
function rove(tools) {
  const buttons = [...tools.querySelectorAll("button")];
  const stop = (here) => buttons.forEach((button) => { button.tabIndex = button === here ? 0 : -1; });
  stop(buttons[0]);
  tools.addEventListener("focusin", (event) => stop(event.target.closest("button")));
  tools.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const place = buttons.indexOf(document.activeElement) + step;
    buttons[(place + buttons.length) % buttons.length].focus();
  });
}

document.querySelectorAll("[data-prose-field]").forEach(editorOver);
