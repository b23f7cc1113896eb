// Which view is open, who holds the phone, and what just landed.
import { discoverView } from "./discover.js";
import { h, toast } from "./dom.js";
import { greenView } from "./green.js";
import { invitedView, mineView } from "./mine.js";
import { pointsView } from "./points.js";
import { couponsView } from "./purse.js";
import { current, wechat } from "./runtime.js";
import { lang, setLanguage, t, yuan } from "./texts.js";
import { noticesView } from "./notices.js";
import { orderView, ordersView } from "./order.js";
import { peopleView } from "./people.js";
import { askView, refundView } from "./refund.js";
import { scanView } from "./scan.js";
import { releaseView } from "./release.js";
import { sharesView } from "./shares.js";
import { scannedView, storeView } from "./store.js";
import { packetView, walletView } from "./wallet.js";
import { wechatView } from "./wechat.js";

const VIEWS = {
  people: peopleView, scan: scanView, scene: scannedView, store: storeView, discover: discoverView, invited: invitedView,
  order: orderView, orders: ordersView, refund: askView, refunded: refundView,
  wallet: walletView, packet: packetView, release: releaseView, points: pointsView, green: greenView, coupons: couponsView,
  notices: noticesView, mine: mineView, shares: sharesView, wechat: wechatView,
};
const TABS = ["scan", "discover", "orders", "wallet", "wechat"];
const TAB_OF = {
  scene: "scan", invited: "scan", store: "discover", order: "orders", refund: "orders", refunded: "orders",
  packet: "wallet", release: "wallet", points: "wallet", green: "wallet", coupons: "wallet", notices: "wallet", mine: "wallet", shares: "wallet",
};
const main = document.getElementById("main");
let leaving = new AbortController();
let counted = null;
let balance = null;

function place() {
  const hash = location.hash.slice(1);
  if (hash.startsWith("scene=")) return ["scene", decodeURIComponent(hash.slice(6))];
  const [name, ...rest] = hash.split("/");
  return [VIEWS[name] ? name : "scan", decodeURIComponent(rest.join("/"))];
}

function route(focus = true) {
  leaving.abort();
  leaving = new AbortController();
  document.getElementById("sheet").close();
  const [wanted, what] = place();
  const name = current() ? wanted : "people";
  main.replaceChildren();
  VIEWS[name](main, what, leaving.signal);
  frame(TAB_OF[name] ?? name);
  if (focus) (main.querySelector("h1") ?? main).focus();
  window.scrollTo(0, 0);
}

function frame(tab) {
  document.title = t("title");
  const language = document.getElementById("language");
  language.textContent = t("other");
  language.setAttribute("aria-label", t("otherLabel"));
  document.getElementById("tabs").replaceChildren(...TABS.map((name) =>
    h("a", { href: `#${name}`, "aria-current": name === tab ? "page" : null }, t(name))));
  who();
}

function who() {
  const shopper = current(), button = document.getElementById("who");
  const name = shopper ? shopper.nickname || shopper.openid : t("choose");
  button.setAttribute("aria-label", shopper ? t("changeShopper", { name }) : t("choose"));
  button.replaceChildren(
    h("span", { class: "face", "aria-hidden": "true" }, shopper ? [...name][0] : "?"),
    h("span", { class: "name" }, name),
    shopper ? h("span", { class: "money soft" }, yuan(balance)) : "");
}

// The shopper's 零钱, live: says so when a packet has landed.
async function watch() {
  const shopper = current();
  if (!shopper || document.hidden) return;
  try {
    const seen = await wechat("GET", `/shoppers/${encodeURIComponent(shopper.openid)}`);
    if (seen.openid !== current()?.openid) return;
    if (counted?.openid === seen.openid && seen.balance_fen > counted.balance_fen) {
      const money = yuan(seen.balance_fen - counted.balance_fen);
      toast(h("i", { "aria-hidden": "true" }), t("got", { money }));
      document.dispatchEvent(new CustomEvent("landed"));
    }
    const changed = counted?.openid !== seen.openid || counted.balance_fen !== seen.balance_fen;
    counted = seen;
    balance = seen.balance_fen;
    if (changed) who();
  } catch (problem) {
    if (problem.status === 404) sessionStorage.removeItem("shopper");
  }
}

document.getElementById("who").addEventListener("click", () => { location.hash = "people"; });
document.getElementById("language").addEventListener("click", () => {
  setLanguage(lang() === "zh" ? "en" : "zh");
  route(false);
});
window.addEventListener("hashchange", () => { watch(); route(); });
setLanguage(lang());
route(false);
watch();
setInterval(watch, 1500);
