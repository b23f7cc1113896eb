// Redeeming points: first what it would bring now, then the question, and no less than was shown.
import { h, load, says, toast, trouble } from "./dom.js";
import { freshKey, request } from "./runtime.js";
import { points, say, t, toFen, yuan } from "./texts.js";

const SOON = 350;

export function redeemCard(own, done, signal) {
  if (!own.redeemable_points) return null;
  const wish = { points: own.redeemable_points, shown: null };
  const place = h("div", { class: "quote", "aria-live": "polite" });
  const input = h("input", { id: "redeem", inputmode: "decimal", autocomplete: "off", value: points(wish.points), "aria-describedby": "redeem-hint" });
  const button = h("button", { type: "submit", class: "button", disabled: true }, t("redeem"));
  const desk = { wish, place, button, signal, done };
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    Object.assign(wish, { points: toFen(input.value), shown: null });
    label(desk);
    if (wish.points) timer = setTimeout(() => foresee(desk), SOON);
    else place.replaceChildren(h("p", { class: "soft" }, t("badPoints")));
  });
  foresee(desk);
  return h("form", { class: "card", onsubmit: (event) => { event.preventDefault(); confirm(desk); } },
    h("h2", {}, t("redeemTitle")),
    h("div", { class: "field" }, h("label", { for: "redeem" }, t("redeemPoints")), input),
    h("p", { class: "small soft", id: "redeem-hint" }, t("redeemAtMost", { n: points(own.redeemable_points) })),
    place, button);
}

function label({ wish, button }) {
  button.disabled = !wish.shown;
  button.textContent = wish.shown ? t("redeemFor", { n: points(wish.shown.points), money: yuan(wish.shown.paid_fen) }) : t("redeem");
}

function foresee(desk) {
  const { wish, place, signal } = desk, asked = wish.points;
  load(place, signal, () => request("POST", "/points/preview", { points: asked }), (preview) => {
    if (wish.points === asked) Object.assign(wish, { shown: preview, key: freshKey() });
    label(desk);
    return [
      h("p", { class: "small soft" }, t("youGet")),
      h("p", { class: "big" }, yuan(preview.paid_fen)),
      says(preview.sentences.map(say)),
    ];
  });
}

function confirm(desk) {
  const { shown } = desk.wish, sheet = document.getElementById("sheet");
  const deed = h("button", { type: "button", class: "button" }, t("redeemYes"));
  deed.addEventListener("click", async () => {
    deed.disabled = true;
    await redeem(desk);
    sheet.close();
  });
  sheet.replaceChildren(
    h("p", { id: "sheet-title" }, t("redeemAsk", { n: points(shown.points) })),
    h("p", { class: "big" }, yuan(shown.paid_fen)),
    h("p", { class: "small soft" }, t("redeemFinal")), deed,
    h("button", { type: "button", class: "button plain", onclick: () => sheet.close() }, t("cancel")));
  sheet.showModal();
}

// `least_paid_fen` is what was shown: whoever redeemed in between makes it a refusal, not less money.
async function redeem({ wish, place, button, done, ...desk }) {
  const body = { points: wish.points, least_paid_fen: wish.shown.paid_fen };
  try {
    await request("POST", "/points/redemptions", body, { "Idempotency-Key": wish.key });
    toast(h("i", { "aria-hidden": "true" }), t("redeemed", { money: yuan(wish.shown.paid_fen) }));
    done();
  } catch (problem) {
    wish.shown = null;
    button.disabled = true;
    place.replaceChildren(trouble(problem, () => foresee({ wish, place, button, done, ...desk })));
  }
}
