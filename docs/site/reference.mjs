// A description of an API (OpenAPI 3.1) as a page: each route, then each shape, linked.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import GithubSlugger from "github-slugger";
import MarkdownIt from "markdown-it";
import { escapeHtml } from "./markdown.mjs";

const md = MarkdownIt({ html: false });
const words = (text) => (text ? md.renderInline(text) : "");
const code = (text) => `<code>${escapeHtml(String(text))}</code>`;
const kMethods = ["get", "put", "post", "delete", "patch"];

const nameOf = (ref) => ref.split("/").at(-1);
const anchorOf = (name) => `shape-${name.toLowerCase()}`;

function resolve(node, document) {
  let at = node;
  while (at?.$ref) {
    at = at.$ref
      .slice(2)
      .split("/")
      .reduce((part, key) => part[key], document);
  }
  return at;
}

/** A schema's kind in one line. */
function kindOf(schema) {
  if (!schema) return "";
  if (schema.$ref) {
    const name = nameOf(schema.$ref);
    return `<a href="#${anchorOf(name)}">${escapeHtml(name)}</a>`;
  }
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum) return schema.enum.map((each) => code(JSON.stringify(each))).join(" | ");
  for (const many of ["oneOf", "anyOf", "allOf"]) {
    if (schema[many]) {
      return schema[many]
        .map(kindOf)
        .filter(Boolean)
        .join(many === "allOf" ? " + " : " | ");
    }
  }
  const type = [schema.type || (schema.properties ? "object" : "any")].flat().join(" or ");
  if (schema.items) return `${type} of ${kindOf(schema.items)}`;
  const values = schema.additionalProperties;
  if (values && typeof values === "object") return `${type} of ${kindOf(values)} by name`;
  return escapeHtml(schema.format ? `${type} (${schema.format})` : type);
}

/** What a value is held to. */
function boundsOf(schema) {
  const said = [];
  const pair = (low, high, what) => {
    const [from, to] = [schema[low], schema[high]];
    if (from === undefined && to === undefined) return;
    said.push(`${what}${from === undefined ? "at most " : `${from} to `}${to ?? "…"}`);
  };
  pair("minimum", "maximum", "");
  pair("minLength", "maxLength", "characters: ");
  pair("minItems", "maxItems", "items: ");
  if (schema.pattern) said.push(code(schema.pattern));
  if (schema.deprecated) said.push("deprecated");
  return said.join(", ");
}

function rowsOf(schema, prefix = "") {
  return Object.entries(schema.properties || {}).flatMap(([name, value]) => {
    const required = (schema.required || []).includes(name);
    const path = `${prefix}${name}`;
    const row = `<tr><td>${code(path)}${required ? "" : " <small>optional</small>"}</td>
<td>${kindOf(value)}</td><td>${[words(value.description), boundsOf(value)].filter(Boolean).join("<br>")}</td></tr>`;
    const inner = value.items?.properties ? value.items : value.properties ? value : null;
    return [row, ...(inner ? rowsOf(inner, `${path}${value.items ? "[]" : ""}.`) : [])];
  });
}

function table(label, head, rows) {
  if (!rows.length) return "";
  const cells = head.map((each) => `<th scope="col">${each}</th>`).join("");
  return `<div class="table" role="group" tabindex="0" aria-label="${label}"><table><thead><tr>${cells}</tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div>`;
}

function contentOf(content) {
  return Object.entries(content || {})
    .map(([type, { schema }]) => `<code class="whole">${type}</code> ${kindOf(schema)}`)
    .join("<br>");
}

function operationOf(operation, shared, document) {
  const parameters = [...shared, ...(operation.parameters || [])]
    .map((each) => resolve(each, document))
    .map(
      (each) => `<tr><td>${code(each.name)}${each.required ? "" : " <small>optional</small>"}</td>
<td>${each.in}</td><td>${kindOf(each.schema)}</td>
<td>${[words(each.description), boundsOf(each.schema || {})].filter(Boolean).join("<br>")}</td></tr>`,
    );
  const responses = Object.entries(operation.responses || {}).map(([status, each]) => {
    const { description, headers, content } = resolve(each, document);
    const fields = Object.keys(headers || {}).map(code);
    return `<tr><td>${code(status)}</td><td>${words(description)}</td>
<td>${contentOf(content)}${fields.length ? `<br>${fields.join(", ")}` : ""}</td></tr>`;
  });
  const body = resolve(operation.requestBody, document);
  return [
    `<p><strong>${words(operation.summary)}</strong></p>`,
    operation.description ? md.render(operation.description) : "",
    table("Parameters", ["Parameter", "In", "Kind", "Meaning"], parameters),
    body ? `<p>Body: ${contentOf(body.content)}</p>` : "",
    table("Answers", ["Answer", "When", "Body, fields"], responses),
  ].join("\n");
}

/** A page as `readPage` gives one. */
export function readReference(path) {
  const document = JSON.parse(readFileSync(path, "utf8"));
  const slugger = new GithubSlugger();
  const headings = [];
  const sections = [];
  const html = [];
  const heading = (level, text, id = slugger.slug(text)) => {
    headings.push({ id, level, words: text });
    sections.push({ id, words: [] });
    html.push(`<h${level} id="${id}">${escapeHtml(text)}</h${level}>`);
  };
  const put = (piece, ...searched) => {
    html.push(piece);
    sections.at(-1).words.push(...searched.filter(Boolean));
  };

  heading(1, basename(path).startsWith("staff") ? "Staff API" : "Public API");
  put(md.render(document.info.description || ""), document.info.description);
  heading(2, "Routes");
  for (const [route, item] of Object.entries(document.paths)) {
    for (const method of kMethods.filter((each) => item[each])) {
      const operation = item[method];
      heading(3, `${method.toUpperCase()} ${route}`);
      put(
        operationOf(operation, item.parameters || [], document),
        operation.summary,
        operation.description,
      );
    }
  }
  heading(2, "Shapes");
  for (const [name, schema] of Object.entries(document.components?.schemas || {})) {
    heading(3, name, anchorOf(name));
    put(
      [
        schema.description ? md.render(schema.description) : "",
        schema.properties ? "" : `<p>${kindOf(schema)} ${boundsOf(schema)}</p>`,
        table("Members", ["Member", "Kind", "Meaning"], rowsOf(schema)),
      ].join("\n"),
      schema.description,
      ...Object.keys(schema.properties || {}),
    );
  }
  return { lang: "en", title: headings[0].words, html: html.join("\n"), headings, sections };
}
