// wx.getLocation: the phone asks whether the app may know, and in the sandbox also where the phone is.
import { h } from "./dom.js";
import { t } from "./texts.js";

const FIRST = { latitude: 30.2741, longitude: 120.1551 };
const LIMITS = { latitude: [3, 54], longitude: [73, 136] };

// Where the phone was said to be, as long as this window lives; null until somebody allowed it.
export const known = () => JSON.parse(sessionStorage.getItem("place") || "null");

export const forget = () => sessionStorage.removeItem("place");

// Asks; returns {latitude, longitude} in degrees (gcj02), or null where it was refused.
export function getLocation() {
  return new Promise((answered) => {
    const sheet = document.getElementById("sheet"), at = known() ?? FIRST;
    const [latitude, longitude] = Object.entries(LIMITS).map(([name, [min, max]]) =>
      h("input", { id: name, type: "number", step: "any", min, max, autocomplete: "off", required: true, value: at[name] }));
    const finish = (place) => {
      if (place) sessionStorage.setItem("place", JSON.stringify(place));
      sheet.close();
      answered(place);
    };
    const allow = (event) => {
      event.preventDefault();
      finish({ latitude: Number(latitude.value), longitude: Number(longitude.value) });
    };
    sheet.replaceChildren(
      h("p", { id: "sheet-title" }, t("locationTitle")),
      h("p", { class: "small soft" }, t("locationWhy")),
      h("form", { class: "bones", onsubmit: allow },
        h("div", { class: "pair" },
          h("div", { class: "field" }, h("label", { for: "latitude" }, t("latitude")), latitude),
          h("div", { class: "field" }, h("label", { for: "longitude" }, t("longitude")), longitude)),
        h("button", { type: "submit", class: "button" }, t("allow")),
        h("button", { type: "button", class: "button plain", onclick: () => finish(null) }, t("refuse"))));
    sheet.addEventListener("close", () => finish(null), { once: true });
    sheet.showModal();
  });
}
