// Asking for money back: what it will do in words, then the question, then how far it has come.
import { back, blank, bones, every, figures, h, load, says, title, trouble } from "./dom.js";
import { freshKey, request } from "./runtime.js";
import { say, t, toFen, when, yuan } from "./texts.js";

const SOON = 350;
const OVER = ["declined", "withdrawn", "finished"];
const plain = (fen) => (fen / 100).toFixed(2);

// #refund/ord_…: how much, why, and what that will do.
export function askView(main, orderId, signal) {
  const body = h("div", { class: "bones" });
  main.append(back(`#order/${encodeURIComponent(orderId)}`), title(t("askRefund")), body);
  load(body, signal, () => request("GET", `/orders/${encodeURIComponent(orderId)}`), (order) => {
    const left = order.amount_fen - (order.refunded_fen ?? 0);
    return left > 0 && ["paid", "settled"].includes(order.state) ? form(order, left, signal) : blank("退", t("nothingToRefund"), t("nothingToRefundHint"));
  });
}

function form(order, left, signal) {
  const wish = { fen: left, digest: null, key: freshKey() };
  const words = h("div", { class: "quote", "aria-live": "polite" }, bones(1));
  const amount = h("input", { id: "amount", inputmode: "decimal", autocomplete: "off", value: plain(left), "aria-describedby": "amount-hint" });
  const reason = h("input", { id: "reason", maxlength: 80, autocomplete: "off", placeholder: t("reasonHint"), required: true });
  const button = h("button", { type: "submit", class: "button", disabled: true }, t("askFor", { money: yuan(left) }));
  const ready = () => { button.disabled = !(wish.digest && reason.value.trim()); };
  let timer;
  const preview = () => foresee(order, wish, words, ready, signal);
  amount.addEventListener("input", () => {
    clearTimeout(timer);
    Object.assign(wish, { fen: toFen(amount.value), digest: null, key: freshKey() });
    button.textContent = t("askFor", { money: wish.fen ? yuan(wish.fen) : "" });
    ready();
    if (wish.fen) timer = setTimeout(preview, SOON);
    else words.replaceChildren(h("p", { class: "soft" }, t("badAmount")));
  });
  reason.addEventListener("input", () => { wish.key = freshKey(); ready(); });
  preview();
  return h("form", { class: "card", onsubmit: (event) => { event.preventDefault(); send(order, wish, reason.value.trim(), button, words, preview); } },
    h("label", { for: "amount" }, t("refundAmount")),
    h("div", { class: "amount" }, h("span", { "aria-hidden": "true" }, "¥"), amount),
    h("p", { class: "small soft", id: "amount-hint" }, t("refundAtMost", { money: yuan(left) })),
    h("div", { class: "field" }, h("label", { for: "reason" }, t("reason")), reason),
    h("h2", {}, t("whatHappens")), words, button);
}

function foresee(order, wish, place, ready, signal) {
  const fen = wish.fen;
  const ask = () => request("POST", "/refunds/preview", { order_id: order.order_id, amount_fen: fen });
  load(place, signal, ask, (preview) => {
    if (wish.fen === fen) wish.digest = preview.digest;
    ready();
    return [says(preview.sentences.map(say)), !preview.final && h("p", { class: "small soft" }, t("notFinal"))].filter(Boolean);
  });
}

async function send(order, wish, reason, button, place, preview) {
  button.disabled = true;
  const body = { order_id: order.order_id, amount_fen: wish.fen, reason, digest: wish.digest };
  try {
    const refund = await request("POST", "/refunds", body, { "Idempotency-Key": wish.key });
    location.hash = `#refunded/${encodeURIComponent(refund.refund_id)}`;
  } catch (problem) {
    wish.key = freshKey();
    place.replaceChildren(trouble(problem, preview));
  }
}

// #refunded/…: one refund, watched until it is over.
export function refundView(main, id, signal) {
  const body = h("div", { class: "bones" });
  const ask = () => request("GET", `/refunds/${encodeURIComponent(id)}`);
  main.append(back("#orders"), title(t("refundTitle")), body);
  load(body, signal, ask, (refund) => draw(refund, body, signal));
  every(1500, signal, async () => {
    if (body.querySelector("[data-over], [data-busy]")) return;
    try {
      const refund = await ask();
      if (!signal.aborted) body.replaceChildren(...draw(refund, body, signal));
    } catch (problem) {
      if (!signal.aborted) body.replaceChildren(trouble(problem));
    }
  });
}

function draw(refund, body, signal) {
  const over = OVER.includes(refund.state);
  return [
    h("section", { class: "card", "data-over": over },
      h("div", { class: "row" }, h("strong", { class: "clip" }, say(refund.store_name)), badge(refund)),
      h("p", { class: "big" }, yuan(refund.amount_fen)),
      h("p", {}, say(refund.state_words)),
      h("p", { class: "small soft" }, `${t("reasonIs", { words: refund.reason })} · ${when(refund.created_at)}`),
      refund.answer && h("p", {}, t("storeSays", { words: refund.answer }))),
    refund.steps?.length > 0 && h("section", { class: "card" }, steps(refund.steps)),
    refund.sentences?.length > 0 && h("section", { class: "card" }, h("h2", {}, t(["posted", "finished"].includes(refund.state) ? "whatHappened" : "whatHappens")), says(refund.sentences.map(say))),
    refund.state === "asked" && withdrawal(refund, body, signal),
    h("a", { class: "button plain item", href: `#order/${encodeURIComponent(refund.order_id)}` }, t("toOrder")),
  ].filter(Boolean);
}

export function badge(refund) {
  return h("span", { class: ["declined", "withdrawn"].includes(refund.state) ? "badge off" : "badge" }, t(`refund_${refund.state}`));
}

function steps(list) {
  return h("ol", { class: "steps" }, list.map((step) =>
    h("li", { class: step.state === "finished" ? "done" : "" }, say(step.words), " ", h("span", { class: "money" }, yuan(step.amount_fen)))));
}

function withdrawal(refund, body, signal) {
  const button = h("button", { type: "button", class: "button plain" }, t("noRefund"));
  const key = freshKey();
  button.addEventListener("click", async () => {
    button.disabled = true;
    button.dataset.busy = "";
    try {
      const answer = await request("POST", `/refunds/${encodeURIComponent(refund.refund_id)}/withdraw`, {}, { "Idempotency-Key": key });
      if (!signal.aborted) body.replaceChildren(...draw(answer, body, signal));
    } catch (problem) {
      button.replaceWith(trouble(problem));
    }
  });
  return button;
}

// Shown on the order's page: what was given back, what is under way, and the way to ask.
export function refundCard(order) {
  if (!["paid", "settled"].includes(order.state)) return null;
  const refunds = order.refunds ?? [], left = order.amount_fen - (order.refunded_fen ?? 0);
  const open = refunds.some((refund) => !OVER.includes(refund.state));
  return h("section", { class: "card" },
    refunds.length > 0 && h("h2", {}, t("refunds")),
    refunds.length > 0 && h("ul", {}, refunds.map((refund) => h("li", {}, h("a", { class: "item", href: `#refunded/${encodeURIComponent(refund.refund_id)}` },
      h("span", { class: "grow" }, when(refund.created_at)), badge(refund), h("span", { class: "money" }, yuan(refund.amount_fen)))))),
    order.refunded_fen > 0 && figures([[t("refundedSum"), yuan(order.refunded_fen)], [t("leftOfBill"), yuan(left)]]),
    left > 0 && !open && h("a", { class: "button plain item", href: `#refund/${encodeURIComponent(order.order_id)}` }, t("askRefund")));
}
