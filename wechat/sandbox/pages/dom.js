// Small parts: every text goes in as text, never as HTML.
import { t } from "./texts.js";

export function h(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

export const title = (text) => h("h1", { tabindex: "-1" }, text);
export const back = (to) => h("a", { class: "back", href: to }, `‹ ${t("back")}`);

export function blank(sign, strong, hint, action) {
  return h("div", { class: "blank" }, h("div", { class: "mark", "aria-hidden": "true" }, sign), h("strong", {}, strong), hint && h("p", {}, hint), action);
}

export function bones(count = 3) {
  return h("div", { class: "bones", role: "status", "aria-label": t("loading") }, Array.from({ length: count }, () => h("div", { class: "bone" })));
}

export function trouble(problem, retry) {
  return h("div", { class: "card trouble", role: "alert" },
    h("strong", {}, t("trouble")),
    h("p", {}, problem.message || t("offline")),
    problem.code && h("p", { class: "small" }, problem.code),
    retry && h("button", { type: "button", class: "button plain", onclick: retry }, t("retry")));
}

export function figures(pairs) {
  return h("dl", { class: "figures" }, pairs.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", { class: "money" }, value))));
}

export function says(sentences) {
  return h("ul", { class: "says" }, sentences.map((sentence) => h("li", {}, sentence)));
}

// Load into `place`: bones first, then what `draw(await ask())` gives, or trouble with a retry. What
// there is nothing to say about may be null.
export async function load(place, signal, ask, draw) {
  place.replaceChildren(bones());
  try {
    const answer = await ask();
    if (!signal.aborted) place.replaceChildren(...[draw(answer)].flat().filter(Boolean));
  } catch (problem) {
    if (!signal.aborted) place.replaceChildren(trouble(problem, () => load(place, signal, ask, draw)));
  }
}

// Again and again until the view is left; slower while the page is hidden.
export function every(milliseconds, signal, deed) {
  const timer = setInterval(() => document.hidden || deed(), milliseconds);
  signal.addEventListener("abort", () => clearInterval(timer));
}

export function toast(...content) {
  const node = h("div", { class: "toast" }, ...content);
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), 5000);
}

// Another page at the end of a list: `ask(cursor)` gets it, `grow(page)` shows it.
export function more(cursor, ask, grow) {
  if (!cursor) return null;
  const button = h("button", { type: "button", class: "button plain" }, t("loadMore"));
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const page = await ask(encodeURIComponent(cursor));
      grow(page);
      button.replaceWith(more(page.next_cursor, ask, grow) ?? "");
    } catch (problem) {
      button.replaceWith(trouble(problem));
    }
  });
  return button;
}
