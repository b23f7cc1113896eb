// The product's wallet, and why a packet is what it is.
import { carriedCard, historyCard, leavingCard } from "./withdraw.js";
import { releasesCard } from "./release.js";
import { back, blank, every, figures, h, load, more, says, title } from "./dom.js";
import { request } from "./runtime.js";
import { say, t, when, yuan } from "./texts.js";

const STATES = { pending: "drawn", paying: "sending", paid: "landed_state", carried: "carried_state", covered: "covered" };

export function walletView(main, _, signal) {
  const body = h("div", { class: "bones" });
  const show = () => load(body, signal, () => request("GET", "/wallet"), (wallet) => draw(wallet, signal, show));
  main.append(title(t("wallet")), body);
  show();
  every(2000, signal, () => body.querySelector("[data-moving]") && quietly(body, signal, show));
  document.addEventListener("landed", show, { signal });
}

// Redraw what is under way without bones, unless somebody is at work in it.
async function quietly(body, signal, show) {
  if (document.getElementById("sheet").open || body.querySelector("details[open]")) return;
  const wallet = await request("GET", "/wallet").catch(() => null);
  if (wallet && !signal.aborted) body.replaceChildren(...draw(wallet, signal, show));
}

function draw(wallet, signal, refresh) {
  const packets = wallet.packets ?? [];
  const list = h("ul", { class: "list" }, rows(packets));
  return [
    h("section", { class: "card packet" }, h("p", { class: "soft" }, t("paid_sum")), h("p", { class: "big" }, yuan(wallet.paid_fen))),
    h("section", { class: "card" }, figures([[t("pending"), yuan(wallet.pending_fen)], [t("paying_sum"), yuan(wallet.paying_fen)], [t("carried"), yuan(wallet.carried_fen)], ...rare(wallet)])),
    carriedCard(wallet, refresh),
    h("ul", { class: "list" }, h("li", {}, h("a", { class: "item", href: "#notices" }, h("span", { class: "grow" }, t("notifications")), h("span", { class: "soft", "aria-hidden": "true" }, "›")))),
    releasesCard(wallet.releases),
    packets.length || !wallet.releases?.length ? h("h2", {}, t("myPackets")) : null,
    packets.length ? list : wallet.releases?.length ? null : blank("包", t("noPackets"), t("noPacketsHint")),
    more(wallet.next_cursor, (cursor) => request("GET", `/wallet?cursor=${cursor}`), (page) => list.append(...rows(page.packets))),
    historyCard(signal),
    leavingCard(refresh),
    wallet.transfer || wallet.paying_fen ? h("i", { "data-moving": true, hidden: true }) : null,
  ].filter(Boolean);
}

function rare(wallet) {
  const pairs = [["debt", wallet.debt_fen], ["givenBack", wallet.given_back_fen], ["swept", wallet.swept_fen]];
  return pairs.filter(([, fen]) => fen).map(([name, fen]) => [t(name), yuan(fen)]);
}

const rows = (packets) => packets.map((packet) => h("li", {}, entry(packet)));

function entry(packet) {
  return h("a", { class: "item", href: `#packet/${encodeURIComponent(packet.packet_id)}` },
    h("span", { class: "grow" }, h("div", { class: "clip" }, say(packet.store_name)), h("div", { class: "small soft" }, when(packet.drawn_at))),
    h("span", { class: "badge" }, t(STATES[packet.state])),
    h("strong", { class: "money" }, yuan(packet.amount_fen)));
}

export function packetView(main, id, signal) {
  const body = h("div", { class: "bones" });
  main.append(back("#wallet"), title(t("why")), body);
  load(body, signal, () => request("GET", `/packets/${encodeURIComponent(id)}`), (packet) => [
    h("section", { class: "card packet" }, h("p", { class: "big" }, yuan(packet.amount_fen))),
    h("section", { class: "card" }, says(packet.sentences.map(say))),
    h("details", { class: "card" }, h("summary", {}, t("verify")), h("pre", { tabindex: "0" }, JSON.stringify(packet.verify, null, 2))),
  ]);
}
