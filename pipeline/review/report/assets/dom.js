// Elements. Whatever comes from a page is inserted as text, its invisible characters shown.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes, handlers (`onclick`) and children: nodes, strings, lists, null. */
function h(tag, attributes, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...nodesOf(children));
  return node;
}

/** Puts new children into an element. */
function fill(node, ...children) {
  node.replaceChildren(...nodesOf(children));
}

/** Children as nodes: no string gets in but through `visible`. */
function nodesOf(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .flatMap((child) => (typeof child === "string" ? visible(child) : child));
}

const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const NAMES = {
  "\u200e": "LRM",
  "\u200f": "RLM",
  "\u061c": "ALM",
  "\u202a": "LRE",
  "\u202b": "RLE",
  "\u202c": "PDF",
  "\u202d": "LRO",
  "\u202e": "RLO",
  "\u2066": "LRI",
  "\u2067": "RLI",
  "\u2068": "FSI",
  "\u2069": "PDI",
  "\u200b": "ZWSP",
  "\u00ad": "SHY",
  "\ufeff": "BOM",
  "\u001b": "ESC",
};

/** Text of a page as nodes: characters that would be unseen, or would turn others round, by name. */
function visible(text) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(HIDDEN)) {
    if (found.index > at) nodes.push(text.slice(at, found.index));
    const code = `U+${found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    nodes.push(h("span", { class: "hidden-character", title: code }, NAMES[found[0]] || code));
    at = found.index + found[0].length;
  }
  if (at < text.length) nodes.push(text.slice(at));
  return nodes;
}

/** A short text of a page within a sentence: it cannot change the direction of what follows. */
const quoted = (text, attributes) => h("bdi", attributes, visible(text));

/** A link to the web, text where the address is no web address. */
function webLink(url, text) {
  let address;
  try {
    address = new URL(url);
  } catch {
    return null;
  }
  if (address.protocol !== "https:" && address.protocol !== "http:") return null;
  return h("a", { href: address.href, rel: "noreferrer noopener", target: "_blank" }, text);
}

function button(text, action, attributes) {
  return h("button", { type: "button", onclick: action, ...attributes }, text);
}

let silence = 0;

/** Tells a decision or a problem, also to who does not see; after a while it is gone. */
function tell(text) {
  const told = document.getElementById("told");
  clearTimeout(silence);
  fill(told, text);
  silence = setTimeout(() => fill(told), 10000);
}
