// What moved in the wallet, loaded when it is opened.
import { h, load, more } from "./dom.js";
import { request } from "./runtime.js";
import { t, when, yuan } from "./texts.js";

export function historyCard(signal) {
  const body = h("div", { class: "bones" });
  const card = h("details", { class: "card" }, h("summary", {}, t("history")), body);
  card.addEventListener("toggle", () => card.open && load(body, signal, () => request("GET", "/wallet/history?limit=20"), (page) => {
    if (!page.movements.length) return h("p", { class: "soft" }, t("noHistory"));
    const list = h("ul", {}, page.movements.map(movement));
    return [list, more(page.next_cursor, (cursor) => request("GET", `/wallet/history?limit=20&cursor=${cursor}`), (next) => list.append(...next.movements.map(movement)))].filter(Boolean);
  }));
  return card;
}

function movement(one) {
  const kind = t(`moved_${one.kind}`);
  return h("li", {}, h("div", { class: "item flat" },
    h("span", { class: "grow" }, h("div", { class: "clip" }, one.store_name ? `${kind} · ${one.store_name}` : kind), h("div", { class: "small soft" }, when(one.created_at), " · ", one.words)),
    h("strong", { class: "money" }, yuan(one.amount_fen))));
}
