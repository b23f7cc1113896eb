// My part in shared stores: which parts I hold, and what stores distributed.
import { back, blank, h, load, more, title } from "./dom.js";
import { ownNumber, request } from "./runtime.js";
import { say, t, yuan } from "./texts.js";

export function sharesView(main, _, signal) {
  const held = h("div", { class: "bones" }), given = h("div", { class: "bones" });
  main.append(back("#wallet"), title(t("link_shares")), held, h("h2", {}, t("distributions")), given);
  load(held, signal, () => request("GET", "/shares"), ({ shares }) => [
    shares.length ? h("ul", { class: "list" }, shares.map(holding)) : blank("股", t("noShares"), t("noSharesHint")),
    h("section", { class: "card" }, h("p", { class: "small soft" }, t("ownNumber")), h("p", { class: "code" }, ownNumber())),
  ]);
  load(given, signal, () => request("GET", "/distributions"), (page) => {
    if (!page.distributions.length) return h("p", { class: "card soft" }, t("noDistributions"));
    const list = h("ul", { class: "list" }, page.distributions.map(part));
    return [list, more(page.next_cursor, (cursor) => request("GET", `/distributions?cursor=${cursor}`), (next) => list.append(...next.distributions.map(part)))].filter(Boolean);
  });
}

function holding(one) {
  const months = one.until_month ? `${one.from_month} – ${one.until_month}` : t("fromMonth", { month: one.from_month });
  return h("li", {}, h("div", { class: "item" },
    h("span", { class: "grow" }, h("div", { class: "clip" }, say(one.store_name)), h("div", { class: "small soft" }, months)),
    h("strong", { class: "money" }, `${one.share} / ${one.whole}`)));
}

function part(one) {
  return h("li", {}, h("div", { class: "item" },
    h("span", { class: "grow" },
      h("div", { class: "clip" }, say(one.store_name)),
      h("div", { class: "small soft" }, `${one.month} · `, t("partOf", { share: `${one.share} / ${one.whole}`, money: yuan(one.amount_fen) }))),
    h("span", { class: one.state === "paid" ? "badge" : "badge off" }, t(`part_${one.state}`)),
    one.own_fen != null && h("strong", { class: "money" }, yuan(one.own_fen))));
}
