// Carried money: why it is carried, withdrawing it, WeChat's own sheet to confirm, and what moved.
import { h, load, says, toast, trouble } from "./dom.js";
import { freshKey, request, requestMerchantTransfer, wechat, current } from "./runtime.js";
import { say, t, when, yuan } from "./texts.js";

const UNDER_WAY = ["prepared", "waiting", "sent", "cancelling"];

// The card below the figures: the withdrawal under way, or what is carried and how it goes on.
export function carriedCard(wallet, refresh) {
  if (wallet.transfer && UNDER_WAY.includes(wallet.transfer.state)) return underWay(wallet.transfer, refresh);
  if (!wallet.carried) return null;
  const place = h("div", { class: "bones" });
  return h("section", { class: "card quote" },
    h("h2", {}, t("carriedTitle", { money: yuan(wallet.carried.amount_fen) })),
    says(wallet.carried.sentences.map(say)),
    wallet.carried.transfer_fen ? asking(wallet.carried, place, refresh) : null,
    place);
}

function asking(carried, place, refresh) {
  const name = carried.named_fen ? h("label", { class: "field" }, t("realName"), h("input", { autocomplete: "name", maxlength: 32 })) : null;
  const button = h("button", { type: "button", class: "button" }, t("withdrawMoney", { money: yuan(carried.transfer_fen) }));
  const key = freshKey();
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const given = name ? name.querySelector("input").value.trim() : "";
      const transfer = await request("POST", "/transfers", given ? { real_name: given } : {}, { "Idempotency-Key": key });
      refresh();
      if (transfer.confirm) await confirmSheet(transfer, refresh);
    } catch (problem) {
      place.replaceChildren(trouble(problem, refresh));
    }
  });
  return h("div", { class: "bones" }, name, button);
}

function underWay(transfer, refresh) {
  const place = h("div", { class: "bones" });
  const open = h("button", { type: "button", class: "button", onclick: () => attempt(place, () => confirmSheet(transfer, refresh)) }, t("toConfirm"));
  const cancel = h("button", { type: "button", class: "button plain" }, t("takeBack"));
  cancel.addEventListener("click", () => attempt(place, async () => {
    cancel.disabled = true;
    await request("POST", `/transfers/${encodeURIComponent(transfer.transfer_id)}/cancel`, {});
    refresh();
  }));
  return h("section", { class: "card quote" },
    h("div", { class: "row" }, h("h2", {}, t("withdrawal")), h("span", { class: "badge" }, t(`transfer_${transfer.state}`))),
    h("p", { class: "big" }, yuan(transfer.amount_fen)),
    h("p", { class: "small soft" }, transfer.confirm ? t("confirmBy", { when: when(transfer.expires_at) }) : t(`transfer_hint_${transfer.state}`)),
    transfer.confirm ? open : null,
    ["prepared", "waiting"].includes(transfer.state) ? cancel : null,
    place);
}

async function attempt(place, deed) {
  try {
    await deed();
  } catch (problem) {
    place.replaceChildren(trouble(problem));
  }
}

// wx.requestMerchantTransfer: WeChat shows its own page, and the person decides there.
async function confirmSheet(transfer, refresh) {
  const shown = await requestMerchantTransfer(transfer.confirm);
  const sheet = document.getElementById("sheet");
  const take = h("button", { type: "button", class: "button" }, t("takeMoney"));
  take.addEventListener("click", async () => {
    take.disabled = true;
    try {
      await wechat("POST", "/transfers/confirm", { openid: current().openid, transfer: transfer.confirm });
      sheet.close();
      toast(h("i", { "aria-hidden": "true" }), t("taken"));
    } catch (problem) {
      take.replaceWith(trouble(problem));
    }
    refresh();
  });
  sheet.replaceChildren(
    h("p", { id: "sheet-title" }, t("paidBy", { merchant: shown.merchant })),
    h("p", { class: "big" }, yuan(shown.transfer_amount)),
    h("p", { class: "small soft" }, `${shown.perception} · ${shown.transfer_remark}`),
    h("p", { class: "small soft" }, shown.waiting ? t("confirmBy", { when: when(shown.expires_at) }) : t("notWaiting")),
    shown.waiting ? take : null,
    h("button", { type: "button", class: "button plain", onclick: () => { sheet.close(); refresh(); } }, t("notNow")));
  sheet.showModal();
}

// Leaving: step by step, and nothing is given up without saying exactly how much.
export function leavingCard(refresh) {
  const body = h("div", { class: "bones" });
  const step = async (wish) => {
    try {
      const closure = await request("POST", "/account/closure", wish, { "Idempotency-Key": freshKey() });
      body.replaceChildren(...leaving(closure, step));
      if (!["transfer", "closed"].includes(closure.stage)) return;
      toast(body.firstChild.textContent);
      refresh();
    } catch (problem) {
      body.replaceChildren(trouble(problem));
    }
  };
  body.append(h("p", { class: "small soft" }, t("leaveHint")), h("button", { type: "button", class: "button plain", onclick: () => step({}) }, t("leave")));
  return h("details", { class: "card" }, h("summary", {}, t("leaveTitle")), body);
}

const left = (closure) => t(closure.swept_fen ? "leave_closed" : "leave_nothing", { money: yuan(closure.swept_fen) });

function leaving(closure, step) {
  if (closure.stage === "closed") return [h("p", {}, left(closure))];
  const money = { pending: closure.pending_fen, confirm: closure.give_up_fen }[closure.stage];
  const words = h("p", {}, t(`leave_${closure.stage}`, { money: yuan(money ?? closure.transfer?.amount_fen ?? 0) }));
  const more = closure.stage === "later" && closure.carried ? [says(closure.carried.sentences.map(say))] : [];
  if (closure.stage !== "confirm") return [words, ...more];
  const agree = () => step({ give_up_fen: closure.give_up_fen });
  return [words, h("button", { type: "button", class: "button plain", onclick: agree }, t("giveUp", { money: yuan(closure.give_up_fen) }))];
}
