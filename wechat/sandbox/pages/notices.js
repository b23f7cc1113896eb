// What the product may tell me, how often, and what it told.
import { back, blank, h, load, title, toast, trouble } from "./dom.js";
import { request } from "./runtime.js";
import { subscribe } from "./subscribe.js";
import { t, when } from "./texts.js";

export function noticesView(main, _, signal) {
  const allowed = h("div", { class: "bones" }), told = h("div", { class: "bones" });
  main.append(back("#wallet"), title(t("notifications")), allowed, h("h2", {}, t("toldMe")), told);
  load(allowed, signal, () => request("GET", "/notifications/choices"), ({ choices }) => cards(choices, allowed));
  load(told, signal, () => request("GET", "/notifications/messages"), ({ messages }) => list(messages ?? []));
}

function cards(choices, place) {
  const again = ({ choices: now }) => place.replaceChildren(...cards(now, place));
  return choices.map((choice) => card(choice, again, place));
}

function card(choice, again, place) {
  const act = (deed) => async () => {
    try {
      again(await deed());
    } catch (problem) {
      place.prepend(trouble(problem));
    }
  };
  const turn = act(() => request("PUT", "/notifications/choices", { wanted: { [choice.template]: !choice.wanted } }));
  const ask = act(async () => {
    const now = await subscribe([choice]);
    if (now.choices.find((one) => one.template === choice.template)?.left) toast(t("allowedToast"));
    return now;
  });
  return h("section", { class: "card" },
    h("div", { class: "row" }, h("h2", { class: "grow" }, choice.title), h("span", { class: choice.left && choice.wanted ? "badge" : "badge off" }, choice.wanted ? t("messagesLeft", { n: choice.left }) : t("switchedOff"))),
    h("p", { class: "small soft" }, choice.about),
    choice.untold > 0 && h("p", { class: "small soft" }, t("untold", { n: choice.untold })),
    !choice.template_id && h("p", { class: "small soft" }, t("notOffered")),
    h("div", { class: "row" },
      h("button", { type: "button", class: "button", onclick: ask, disabled: !choice.template_id || !choice.wanted }, t("allowOne")),
      h("button", { type: "button", class: "button plain", "aria-pressed": String(choice.wanted), onclick: turn }, t(choice.wanted ? "turnOff" : "turnOn"))));
}

function list(messages) {
  if (!messages.length) return blank("信", t("noMessages"), t("noMessagesHint"));
  return h("ul", { class: "list" }, messages.map((message) => h("li", {}, h("div", { class: "item" },
    h("span", { class: "grow" },
      h("strong", {}, message.title),
      h("div", { class: "small" }, message.lines.map((line) => `${line.label} ${line.value}`).join(" · ")),
      h("div", { class: "small soft" }, when(message.ended_at ?? message.due_at))),
    h("span", { class: message.state === "sent" ? "badge" : "badge off" }, t(`message_${message.state}`))))));
}
