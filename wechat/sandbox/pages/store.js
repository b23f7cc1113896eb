// A store: its rule, the quote before paying, and the payment.
import { back, figures, h, load, says, title, trouble } from "./dom.js";
import { freshKey, request, requestPayment } from "./runtime.js";
import { lang, say, share, t, toFen, yuan } from "./texts.js";

export function storeView(main, scene, signal) {
  const body = h("div", { class: "bones" });
  main.append(back("#scan"), body);
  load(body, signal, () => request("GET", `/stores/${encodeURIComponent(scene)}`), ({ store = {}, rule = {} }) =>
    [head(store), till(scene, store, signal), ruleCard(rule)]);
}

function head(store) {
  const facts = [store.region_name, store.industry].filter(Boolean).map(say).join(" · ");
  return h("section", { class: "card" },
    h("div", { class: "row" }, title(say(store.name)), h("span", { class: store.open === false ? "badge off" : "badge" }, t(store.open === false ? "closed" : "opened"))),
    h("p", { class: "soft" }, facts || "—"),
    h("p", {}, h("span", { class: "badge" }, t("discount", { share: share(store.discount_bp) }))));
}

function till(scene, store, signal) {
  const quote = h("div", { class: "quote", "aria-live": "polite" }, h("p", { class: "soft" }, t("quoteFirst")));
  const button = h("button", { type: "submit", class: "button", disabled: true }, t("pay", { money: "" }));
  const input = h("input", { id: "amount", inputmode: "decimal", autocomplete: "off", placeholder: "0.00", "aria-describedby": "amount-hint", disabled: store.open === false });
  const sale = { scene, fen: null, key: freshKey(), store };
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    sale.fen = toFen(input.value);
    sale.key = freshKey();
    button.disabled = true;
    button.textContent = t("pay", { money: sale.fen ? yuan(sale.fen) : "" });
    if (sale.fen) timer = setTimeout(() => ask(sale, quote, button, signal), 300);
    else quote.replaceChildren(h("p", { class: "soft" }, t(input.value ? "badAmount" : "quoteFirst")));
  });
  return h("form", { class: "card", onsubmit: (event) => { event.preventDefault(); confirmPay(sale, quote); } },
    h("label", { for: "amount" }, t("amount")),
    h("div", { class: "amount" }, h("span", { "aria-hidden": "true" }, "¥"), input),
    h("p", { class: "small soft", id: "amount-hint" }, t("amountHint")),
    h("h2", {}, t("quoteTitle")), quote, button);
}

function ask(sale, place, button, signal) {
  const fen = sale.fen;
  load(place, signal, () => request("POST", "/quotes", { scene: sale.scene, amount_fen: fen }), (quote) => {
    button.disabled = sale.fen !== fen;
    return [
      figures(quoted(quote)),
      says((quote.sentences ?? []).map(say)),
    ];
  });
}

// The ceiling stands beside what is funded now, whatever the program.
function quoted(quote) {
  const own = quote[quote.program];
  const pairs = own
    ? [["poolFund", own.fund_fen], ["cap", quote.cap_fen], ["inPool", quote.funded_fen], ...(own.instant_fen ? [["atOnce", own.instant_fen]] : [])]
    : [["fund", quote.packet_fund_fen], ["cap", quote.cap_fen], ["fundedToday", quote.funded_today_fen]];
  const counts = own ? [] : [["atMost", quote.packets_at_most], ["ahead", quote.open_claims_ahead]];
  return [
    [t("discountFund"), yuan(quote.discount_fen)],
    ...pairs.map(([name, fen]) => [t(name), yuan(fen)]),
    ...counts.map(([name, n]) => [t(name), t("packets", { n })]),
  ];
}

function confirmPay(sale, place) {
  const sheet = document.getElementById("sheet");
  const pay = h("button", { type: "button", class: "button" }, t("confirm"));
  pay.addEventListener("click", async () => {
    pay.disabled = true;
    pay.textContent = t("paying");
    try {
      await buy(sale);
    } catch (problem) {
      place.replaceChildren(trouble(problem));
    }
    sheet.close();
  });
  sheet.replaceChildren(
    h("p", { id: "sheet-title" }, t("payTo", { store: say(sale.store.name) })),
    h("p", { class: "big" }, yuan(sale.fen)), h("p", { class: "small soft" }, t("method")), pay,
    h("button", { type: "button", class: "button plain", onclick: () => sheet.close() }, t("cancel")));
  sheet.showModal();
}

async function buy(sale) {
  const order = await request("POST", "/orders", { scene: sale.scene, amount_fen: sale.fen }, { "Idempotency-Key": sale.key });
  await requestPayment(order.payment);
  location.hash = `#order/${encodeURIComponent(order.order_id)}`;
}

// The text is sections with an empty line between them; a section's first line is its heading.
function ruleCard(rule) {
  const sections = (rule.text?.[lang()] ?? "").split("\n\n").map((section) => section.split("\n"));
  return h("details", { class: "card" },
    h("summary", {}, t("rule")),
    ...sections.map(([heading, ...lines]) => h("section", {}, h("h2", {}, heading), says(lines))),
    h("p", { class: "small soft" }, [rule.program, t("version", { v: rule.version })].filter(Boolean).join(" · ")),
    h("pre", {}, `${t("hash")} ${rule.hash ?? "—"}`));
}
