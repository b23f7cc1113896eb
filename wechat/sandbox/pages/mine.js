// Who brought me, leaving them, bringing others, and what that earned.
import { back, figures, h, load, more, title, toast, trouble } from "./dom.js";
import { request } from "./runtime.js";
import { say, t, when, yuan } from "./texts.js";

export function mineView(main, _, signal) {
  const bound = h("div", { class: "bones" }), inviting = h("div", { class: "bones" }), earned = h("div", { class: "bones" });
  main.append(back("#wallet"), title(t("mine")), bound, h("h2", {}, t("invite")), inviting, h("h2", {}, t("earnings")), earned);
  load(bound, signal, () => request("GET", "/locker"), (locker) => lockerCard(locker, bound));
  load(inviting, signal, () => request("POST", "/invitation", {}), invitationCard);
  load(earned, signal, () => request("GET", "/earnings"), earningsCards);
}

function lockerCard(locker, place) {
  const bound = locker.state === "bound";
  return h("section", { class: "card" },
    h("h2", {}, t("whoBrought")),
    h("p", {}, bound ? broughtBy(locker) : t(`locker_${locker.state}`)),
    bound && h("p", { class: "small soft" }, t("since", { when: when(locker.bound_at) })),
    locker.unbound_at && h("p", { class: "small soft" }, t("leftAt", { when: when(locker.unbound_at) })),
    h("p", { class: "small soft" }, t("lockerHint")),
    bound && h("button", { type: "button", class: "button plain", onclick: () => leaving(place) }, t("unbind")));
}

const broughtBy = (locker) => t(`ground_${locker.ground}`, { store: locker.store_name ?? "" });

// For good: nobody is bound after it, so it is asked first.
function leaving(place) {
  const sheet = document.getElementById("sheet");
  const yes = h("button", { type: "button", class: "button" }, t("unbindYes"));
  yes.addEventListener("click", async () => {
    yes.disabled = true;
    try {
      const locker = await request("POST", "/locker/unbind", {});
      place.replaceChildren(lockerCard(locker, place));
    } catch (problem) {
      place.replaceChildren(trouble(problem));
    }
    sheet.close();
  });
  sheet.replaceChildren(h("p", { id: "sheet-title" }, t("unbindAsk")), h("p", { class: "small soft" }, t("unbindHint")), yes,
    h("button", { type: "button", class: "button plain", onclick: () => sheet.close() }, t("cancel")));
  sheet.showModal();
}

function invitationCard({ code }) {
  const copy = h("button", { type: "button", class: "button plain small-button" }, t("copy"));
  copy.addEventListener("click", () => navigator.clipboard.writeText(code).then(() => toast(t("copied")), (problem) => toast(problem.message)));
  return h("section", { class: "card" }, h("p", { class: "small soft" }, t("inviteHint")), h("div", { class: "row" }, h("strong", { class: "code grow" }, code), copy));
}

function earningsCards(page) {
  if (!page.totals.length) return h("p", { class: "card soft" }, t("noEarnings"));
  const list = h("ul", { class: "list" }, page.lines.map(line));
  return [
    ...page.totals.map((one) => h("section", { class: "card" }, h("h2", {}, t(`role_${one.role}`)), figures(sums(one)))),
    page.lines.length ? list : null,
    more(page.next_cursor, (cursor) => request("GET", `/earnings?cursor=${cursor}`), (next) => list.append(...next.lines.map(line))),
  ].filter(Boolean);
}

function sums(one) {
  const pairs = [["earned", one.earned_fen], ["bounties", one.bounties_fen], ["refundedSum", one.refunded_fen], ["sent", one.sent_fen], ["late", one.late_fen]];
  return [[t("opening"), yuan(one.opening_fen)], ...pairs.filter(([, fen]) => fen).map(([name, fen]) => [t(name), yuan(fen)]), [t("closing"), yuan(one.closing_fen)]];
}

function line(one) {
  return h("li", {}, h("div", { class: "item" },
    h("span", { class: "grow" }, h("div", {}, t(`what_${one.what}`)), h("div", { class: "small soft" }, [when(one.posted_at), one.store_name && say(one.store_name), one.nature_name].filter(Boolean).join(" · "))),
    h("strong", { class: "money" }, yuan(one.amount_fen))));
}

// #invited/inv_…: somebody's invitation was scanned; nothing is bound before one says so.
export function invitedView(main, code, signal) {
  const place = h("div", { class: "bones" });
  const accept = h("button", { type: "button", class: "button" }, t("accept"));
  accept.addEventListener("click", async () => {
    accept.disabled = true;
    try {
      const locker = await request("POST", "/invitations/accept", { code });
      if (!signal.aborted) place.replaceChildren(lockerCard(locker, place));
    } catch (problem) {
      if (!signal.aborted) place.replaceChildren(trouble(problem));
    }
  });
  place.append(h("section", { class: "card" }, h("p", {}, t("acceptHint")), h("p", { class: "small soft code" }, code), accept));
  main.append(back("#scan"), title(t("invited")), place);
}
