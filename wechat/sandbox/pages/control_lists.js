// Transfers, notices and calls: what there is, and the one thing that can be done with each.
import { blank, h, load, title } from "./dom.js";
import { wechat } from "./runtime.js";
import { when, yuan } from "./texts.js";
import { known, word } from "./control_texts.js";
import { attempt, button, grid, state } from "./control_parts.js";

function listView(main, signal, name, path, draw) {
  const place = h("section", { class: "cards-column" });
  const show = () => load(place, signal, () => wechat("GET", path), (seen) => draw(seen, show));
  main.append(h("div", { class: "row" }, title(word(name)), button(word("refresh"), show)), place);
  show();
}

export const transfersView = (main, signal) => listView(main, signal, "transfers", "/transfers?limit=50", transfers);
export const noticesView = (main, signal) => listView(main, signal, "notices", "/callbacks?limit=100", notices);
export const callsView = (main, signal) => listView(main, signal, "calls", "/book", calls);

function transfers(seen, show) {
  if (!seen.transfers.length) return blank("⇄", word("noTransfers"), word("noTransfersHint"));
  const confirm = async (one) => {
    const wish = { openid: one.openid, out_bill_no: one.out_bill_no };
    if (await attempt(() => wechat("POST", "/transfers/confirm", wish), word("saved"))) show();
  };
  return grid(word("transfers"), seen.transfers, [
    [word("number"), (one) => h("code", {}, one.out_bill_no)],
    [word("state"), (one) => h("span", {}, state(one.state), one.fail_reason && h("code", {}, ` ${one.fail_reason}`))],
    [word("amount"), (one) => yuan(one.transfer_amount), "number"],
    [word("who"), (one) => h("code", {}, one.openid)],
    [word("expires"), (one) => when(one.expires_at)],
    ["", (one) => one.waiting && button(word("confirm"), () => confirm(one))]]);
}

function notices(seen) {
  if (!seen.callbacks.length) return blank("✉", word("noNotices"), word("noNoticesHint"));
  const resend = (one) => attempt(() => wechat("POST", `/callbacks/${one.event_id}/resend`), word("resent"));
  return [tally(word("verdicts"), seen.counts, "state"), grid(word("notices"), seen.callbacks, [
    [word("event"), (one) => h("code", {}, one.event_type)],
    [word("number"), (one) => h("code", {}, one.reference)],
    [word("state"), (one) => state(one.state)],
    [word("attempts"), (one) => String(one.attempts), "number"],
    [word("lastAnswer"), (one) => one.last_answer || "—"],
    ["", (one) => button(word("resend"), () => resend(one))]])];
}

function calls(seen) {
  if (!Object.keys(seen.calls).length) return blank("☎", word("noCalls"), word("noCallsHint"));
  return [tally(word("calls"), seen.calls), tally(word("refusals"), seen.refusals), tally(word("signatures"), seen.signature_failures)];
}

function tally(caption, counts, what = "operation") {
  const rows = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  if (!rows.length) return h("p", { class: "soft" }, `${caption}: ${word("none")}`);
  return grid(caption, rows, [[word(what), (one) => h("code", {}, known(one[0]) ? word(one[0]) : one[0])], [word("often"), (one) => String(one[1]), "number"]]);
}
