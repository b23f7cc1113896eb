// The store codes that were put up, as pictures to tap.
import { blank, h, load, title } from "./dom.js";
import { wechat } from "./runtime.js";
import { t } from "./texts.js";

const AT_ONCE = 8;
const INVITATION = /^inv_[0-7][0-9a-hjkmnp-tv-z]{12}$/;
const to = (scene) => (INVITATION.test(scene) ? `#invited/${scene}` : `#scene=${encodeURIComponent(scene)}`);

export function scanView(main, _, signal) {
  const input = h("input", { id: "scene", autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  const form = h("form", { class: "field", onsubmit: (event) => open(event, input) },
    h("label", { for: "scene" }, t("scene")),
    h("div", { class: "row" }, input, h("button", { class: "button", type: "submit" }, t("open"))));
  const codes = h("div", {});
  main.append(title(t("scanTitle")), h("p", { class: "soft" }, t("scanHint")), codes, form);
  load(codes, signal, () => wechat("GET", "/codes"), ({ codes: issued = [] }) =>
    issued.length ? grid(issued) : blank("码", t("noCodes"), t("noCodesHint")));
}

function open(event, input) {
  event.preventDefault();
  if (input.value.trim()) location.hash = to(input.value.trim());
}

function grid(issued) {
  const list = h("div", { class: "codes" });
  const more = h("button", { type: "button", class: "button plain", onclick: () => grow() });
  let shown = 0;
  const grow = () => {
    const next = issued.slice(shown, shown + AT_ONCE);
    shown += next.length;
    list.append(...next.map(card));
    more.hidden = shown >= issued.length;
    more.textContent = t("more", { n: Math.min(AT_ONCE, issued.length - shown) });
  };
  grow();
  return h("div", { class: "bones" }, list, more);
}

function card({ scene }) {
  const source = `/phone/codes?scene=${encodeURIComponent(scene)}`;
  return h("a", { class: "card", href: to(scene) }, h("img", { src: source, alt: "", loading: "lazy" }), h("span", { class: "small" }, scene));
}
