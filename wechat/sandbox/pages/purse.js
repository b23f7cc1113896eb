// The purse of coupons: what is in it, where it pays, and a code for the till of a shop outside.
import { back, blank, figures, h, load, says, title, trouble } from "./dom.js";
import { freshKey, request } from "./runtime.js";
import { say, t, toFen, when, yuan } from "./texts.js";

export function couponsView(main, _, signal) {
  const body = h("div", { class: "bones" });
  main.append(back("#wallet"), title(t("coupons")), body);
  load(body, signal, () => request("GET", "/coupons"), (purse) => [
    h("section", { class: "card packet" }, h("p", { class: "soft" }, t("couponsFree")), h("p", { class: "big" }, yuan(purse.free_fen))),
    h("section", { class: "card" }, says(purse.sentences.map(say))),
    purse.free_fen > 0 && outside(purse),
    h("section", { class: "card" },
      figures([[t("couponsHeld"), yuan(purse.held_fen)], [t("couponsGot"), yuan(purse.received_fen)], [t("couponsSpent"), yuan(purse.spent_fen)]]),
      h("p", { class: "small soft" }, t("purse"), " ", h("span", { class: "code" }, purse.purse))),
    h("h2", {}, t("couponsWhere")),
    purse.stores.length
      ? h("ul", { class: "list" }, purse.stores.map((store) => h("li", {}, taking(store))))
      : blank("店", t("noStores")),
  ].filter(Boolean));
}

function taking(store) {
  return h("a", { class: "item", href: `#store/${encodeURIComponent(store.scene)}` },
    h("span", { class: "grow" }, h("div", { class: "clip" }, say(store.store_name)), h("div", { class: "small soft" }, say(store.region))),
    h("span", { class: "soft", "aria-hidden": "true" }, "›"));
}

// A code pays exactly what it was made for, once; the same key gives the same code again.
function outside(purse) {
  const place = h("div", { class: "quote", "aria-live": "polite" });
  const input = h("input", { id: "code-fen", inputmode: "decimal", autocomplete: "off", placeholder: "0.00" });
  const button = h("button", { type: "submit", class: "button plain" }, t("codeMake"));
  let key = freshKey();
  input.addEventListener("input", () => { key = freshKey(); });
  const make = async (event) => {
    event.preventDefault();
    const fen = toFen(input.value);
    if (!fen || fen > purse.free_fen) {
      place.replaceChildren(h("p", { class: "soft" }, t("couponsBad", { money: yuan(purse.free_fen) })));
      return;
    }
    button.disabled = true;
    try {
      place.replaceChildren(...shown(await request("POST", "/coupons/codes", { amount_fen: fen }, { "Idempotency-Key": key })));
    } catch (problem) {
      place.replaceChildren(trouble(problem));
    }
    button.disabled = false;
  };
  return h("details", { class: "card" }, h("summary", {}, t("codeOutside")),
    h("form", { class: "bones", onsubmit: make },
      h("div", { class: "field" }, h("label", { for: "code-fen" }, t("couponsAmount", { money: yuan(purse.free_fen) })), input), button, place));
}

const shown = (made) => [
  h("p", { class: "big code" }, made.code.replace(/(.{4})(?=.)/g, "$1 ")),
  h("p", { class: "small soft" }, t("codePays", { money: yuan(made.amount_fen), when: when(made.expires_at) })),
];
