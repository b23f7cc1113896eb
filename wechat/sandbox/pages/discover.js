// Which store next: recommendations with the words why, and what is near where one allows to be known.
import { blank, h, load, title, trouble } from "./dom.js";
import { forget, getLocation, known } from "./location.js";
import { request } from "./runtime.js";
import { say, share, t, yuan } from "./texts.js";

export function discoverView(main, _, signal) {
  const chosen = h("div", { class: "bones" }), near = h("div", { class: "bones" });
  const show = () => {
    recommend(chosen, signal);
    around(near, signal, show);
  };
  main.append(title(t("discover")), h("h2", {}, t("recommended")), chosen, h("h2", {}, t("nearby")), near);
  show();
}

function recommend(place, signal) {
  const at = known();
  const spot = at ? `?lat=${at.latitude}&lon=${at.longitude}` : "";
  load(place, signal, () => request("GET", `/recommendations${spot}`), (found) => [
    wish(found, place, signal),
    found.coupon_fen > 0 && h("p", { class: "small soft" }, t("couponsInHand", { money: yuan(found.coupon_fen) })),
    ...(found.wanted ? list(found.stores) : []),
  ].filter(Boolean));
}

const list = (stores) => (stores.length
  ? [h("ul", { class: "list" }, stores.map((store) => h("li", {}, recommended(store))))]
  : [blank("荐", t("noRecommendations"), t("noRecommendationsHint"))]);

// Off also forgets what was concluded from one's visits.
function wish(found, place, signal) {
  const box = h("input", { type: "checkbox", role: "switch", class: "switch", checked: found.wanted });
  box.addEventListener("change", async () => {
    box.disabled = true;
    try {
      await request("PUT", "/recommendations/choice", { wanted: box.checked });
      recommend(place, signal);
    } catch (problem) {
      place.replaceChildren(trouble(problem, () => recommend(place, signal)));
    }
  });
  return h("section", { class: "card" },
    h("label", { class: "row" }, h("span", { class: "grow" }, t("recommendMe")), box),
    h("p", { class: "small soft" }, t(found.wanted ? "recommendOn" : "recommendOff")));
}

function recommended(store) {
  const facts = [store.region_name, store.industry].filter(Boolean).map(say).join(" · ");
  return h("a", { class: "item", href: `#store/${encodeURIComponent(store.scene)}` },
    h("span", { class: "grow" },
      h("div", { class: "clip" }, h("strong", {}, say(store.name))),
      h("div", { class: "small soft" }, facts),
      h("ul", { class: "whys" }, store.why.map((one) => h("li", { class: one.reason === "promoted" ? "badge off" : "badge" }, say(one.words)))),
      store.coupons && h("div", { class: "small" }, say(store.coupons))),
    h("span", { class: "soft", "aria-hidden": "true" }, "›"));
}

const metres = (distance) => (distance == null ? "" : distance < 1000 ? t("metres", { n: Math.round(distance) }) : t("kilometres", { n: (distance / 1000).toFixed(1) }));

function around(place, signal, again) {
  const at = known();
  if (!at) {
    place.replaceChildren(blank("近", t("whereHidden"), t("whereHiddenHint"), h("button", { type: "button", class: "button", onclick: async () => (await getLocation()) && again() }, t("whereTell"))));
    return;
  }
  load(place, signal, () => request("POST", "/nearby", { ...at, limit: 20 }), (found) => [
    h("section", { class: "card" },
      h("p", { class: "small soft" }, t("whereIs", { place: `${at.latitude}, ${at.longitude}`, within: metres(found.radius_m) })),
      h("div", { class: "pair" },
        h("button", { type: "button", class: "button plain", onclick: async () => (await getLocation()) && again() }, t("whereElse")),
        h("button", { type: "button", class: "button plain", onclick: () => { forget(); again(); } }, t("whereForget")))),
    found.stores.length
      ? h("ul", { class: "list" }, found.stores.map((store) => h("li", {}, nearby(store))))
      : blank("近", t("nobodyNear"), t("nobodyNearHint", { within: metres(found.radius_m) })),
  ]);
}

function nearby(store) {
  const facts = [metres(store.distance_m), say(store.region_name), say(store.industry)].join(" · ");
  const hours = store.open_now == null ? null : t(store.open_now ? "openNow" : "shutNow");
  return h("a", { class: "item", href: `#store/${encodeURIComponent(store.scene)}` },
    h("span", { class: "grow" },
      h("div", { class: "clip" }, h("strong", {}, say(store.name))),
      h("div", { class: "small soft" }, facts),
      hours && h("div", { class: "small soft" }, hours)),
    h("span", { class: "marks" }, store.promoted && h("span", { class: "badge off" }, store.label), h("span", { class: "badge" }, t("discount", { share: share(store.discount_bp) }))));
}
