// The product's wallet with whatever programs brought, and why a packet is what it is.
import { purseCard } from "./coupons.js";
import { back, blank, every, figures, h, load, more, says, title } from "./dom.js";
import { greenCard } from "./green.js";
import { historyCard } from "./movements.js";
import { pointsCard } from "./points.js";
import { releasesCard } from "./release.js";
import { request } from "./runtime.js";
import { say, t, when, yuan } from "./texts.js";
import { carriedCard, leavingCard } from "./withdraw.js";

const STATES = { pending: "drawn", paying: "sending", paid: "landed_state", carried: "carried_state", covered: "covered" };

export function walletView(main, _, signal) {
  const body = h("div", { class: "bones" });
  let seen = null;
  const show = () => load(body, signal, everything, (all) => draw((seen = all), signal, show));
  main.append(title(t("wallet")), body);
  show();
  every(2000, signal, () => body.querySelector("[data-moving]") && quietly(body, seen, signal, show));
  document.addEventListener("landed", show, { signal });
}

// A market may have had several programs; whatever one has of any of them is shown.
async function everything() {
  const [wallet, purse, green, points] = await Promise.all([
    request("GET", "/wallet"), request("GET", "/coupons"), request("GET", "/green_points?limit=1"),
    request("GET", "/points").catch(unlessNone)]);
  return { wallet, purse, green, points };
}

function unlessNone(problem) {
  if (problem.code !== "points.none_here") throw problem;
  return null;
}

// Redraw what is under way without bones, unless somebody is at work in it. Only the wallet moves.
async function quietly(body, seen, signal, show) {
  if (document.getElementById("sheet").open || body.querySelector("details[open]")) return;
  const wallet = await request("GET", "/wallet").catch(() => null);
  if (!wallet || signal.aborted || JSON.stringify(wallet) === JSON.stringify(seen.wallet)) return;
  seen.wallet = wallet;
  body.replaceChildren(...draw(seen, signal, show));
}

function draw({ wallet, purse, green, points }, signal, refresh) {
  const packets = wallet.packets ?? [], none = !packets.length && !wallet.releases?.length;
  const other = points || green.standing.bills || purse.received_fen;
  const list = h("ul", { class: "list" }, rows(packets));
  const money = [
    h("section", { class: "card packet" }, h("p", { class: "soft" }, t("paid_sum")), h("p", { class: "big" }, yuan(wallet.paid_fen))),
    h("section", { class: "card" }, figures([[t("pending"), yuan(wallet.pending_fen)], [t("paying_sum"), yuan(wallet.paying_fen)], [t("carried"), yuan(wallet.carried_fen)], ...rare(wallet)])),
    carriedCard(wallet, refresh)];
  const programs = [pointsCard(points), greenCard(green), purseCard(purse)];
  return [
    ...(wallet.won_fen || wallet.distributed_fen || !other ? [money, programs] : [programs, money]).flat(),
    releasesCard(wallet.releases),
    packets.length ? h("h2", {}, t("myPackets")) : null,
    packets.length ? list : null,
    none && !other ? blank("返", t("nothingYet"), t("nothingYetHint")) : null,
    more(wallet.next_cursor, (cursor) => request("GET", `/wallet?cursor=${cursor}`), (page) => list.append(...rows(page.packets))),
    historyCard(signal),
    links(),
    leavingCard(refresh),
    wallet.transfer || wallet.paying_fen ? h("i", { "data-moving": true, hidden: true }) : null,
  ].filter(Boolean);
}

const links = () => h("ul", { class: "list" }, ["notices", "mine", "shares"].map((name) => h("li", {},
  h("a", { class: "item", href: `#${name}` }, h("span", { class: "grow" }, t(`link_${name}`)), h("span", { class: "soft", "aria-hidden": "true" }, "›")))));

function rare(wallet) {
  const pairs = [["distributed", wallet.distributed_fen], ["debt", wallet.debt_fen], ["givenBack", wallet.given_back_fen], ["swept", wallet.swept_fen]];
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
