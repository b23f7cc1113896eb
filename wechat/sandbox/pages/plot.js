// Small plots for those who would rather look: bars side by side, every value written beside its bar.
import { h } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 14;

function draw(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function bar(width, kind) {
  return draw("svg", { class: "bar-line", width: "100%", height: HEIGHT, "aria-hidden": "true", focusable: "false" },
    draw("rect", { class: "bar-ground", width: "100%", height: HEIGHT, rx: 4 }),
    draw("rect", { class: `bar-${kind}`, width: `${width}%`, height: HEIGHT, rx: 4 }));
}

const part = (value, most) => (most > 0 ? Math.max(value > 0 ? 0.8 : 0, (100 * value) / most) : 0);

// `lines` are [words, value, shown, kind]; kind is plan, fund, own or quiet. All share one scale.
export function bars(caption, lines) {
  const most = Math.max(...lines.map(([, value]) => value), 0);
  return h("figure", { class: "plot" },
    caption && h("figcaption", { class: "small soft" }, caption),
    h("dl", {}, lines.map(([words, value, shown, kind]) => h("div", {},
      h("dt", { class: "small" }, words), h("dd", { class: "money small" }, shown), bar(part(value, most), kind)))));
}

// One row for each step in time, oldest first: what was planned, over it what of it was funded, over
// that what of it was released; what is seen of the paler ones is what was missing.
export function history(caption, legend, steps) {
  const most = Math.max(...steps.map((step) => step.plan), 0);
  return h("figure", { class: "plot" },
    h("figcaption", { class: "small soft" }, caption),
    h("ul", { class: "legend small" }, legend.map(([kind, words]) => h("li", {}, key(kind), words))),
    h("dl", {}, steps.map((step) => h("div", {},
      h("dt", { class: "small" }, step.words), h("dd", { class: "money small" }, step.shown), over(step, most)))));
}

function key(kind) {
  return draw("svg", { width: 12, height: 12, "aria-hidden": "true" }, draw("rect", { class: `bar-${kind}`, width: 12, height: 12, rx: 3 }));
}

function over(step, most) {
  return draw("svg", { class: "bar-line", width: "100%", height: HEIGHT, "aria-hidden": "true", focusable: "false" },
    draw("rect", { class: "bar-plan", width: `${part(step.plan, most)}%`, height: HEIGHT, rx: 4 }),
    draw("rect", { class: "bar-fund", width: `${part(step.fund, most)}%`, height: HEIGHT, rx: 4 }),
    draw("rect", { class: "bar-own", width: `${part(step.own, most)}%`, height: HEIGHT, rx: 4 }));
}
