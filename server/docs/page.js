"use strict";
const make = (tag, text, name) => {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (name) element.className = name;
  return element;
};

function resolve(value, schemas, depth = 0) {
  if (Array.isArray(value)) return value.map((one) => resolve(one, schemas, depth));
  if (!value || typeof value !== "object") return value;
  if (value.$ref && depth < 6) {
    return resolve(schemas[value.$ref.split("/").pop()], schemas, depth + 1);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, resolve(inner, schemas, depth)]));
}

function part(title, content) {
  const box = make("div");
  box.append(make("h3", title), make("pre", JSON.stringify(content, null, 2)));
  return box;
}

function route(method, path, operation, schemas) {
  const box = make("details");
  const line = make("summary");
  line.append(make("span", method.toUpperCase(), "method"), make("code", path));
  line.append(` ${operation.summary} `);
  if (operation.security) line.append(make("span", "(bearer)", "lock"));
  box.append(line);
  if (operation.parameters.length) box.append(part("Parameters", operation.parameters));
  const body = operation.requestBody?.content["application/json"].schema;
  if (body) box.append(part("Request", resolve(body, schemas)));
  const answer = operation.responses["200"].content["application/json"].schema;
  box.append(part("Answer", resolve(answer, schemas)));
  return box;
}

async function show() {
  const about = document.getElementById("about");
  const answer = await fetch("/openapi.json").catch(() => null);
  if (!answer?.ok) {
    about.textContent = "接口说明暂时无法读取，请刷新重试。 · The description can't be read; please reload.";
    return;
  }
  const api = await answer.json();
  about.textContent = api.info.description;
  const groups = new Map();
  for (const [path, operations] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const box = route(method, path, operation, api.components.schemas);
      const tag = operation.tags[0];
      groups.set(tag, [...(groups.get(tag) ?? []), box]);
    }
  }
  for (const [tag, boxes] of groups) {
    document.getElementById("routes").append(make("h2", tag), ...boxes);
  }
}

document.getElementById("filter").addEventListener("input", ({ target }) => {
  const wanted = target.value.toLowerCase();
  for (const box of document.querySelectorAll("details")) {
    box.hidden = !box.firstChild.textContent.toLowerCase().includes(wanted);
  }
});
show();
