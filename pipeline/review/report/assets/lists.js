// The tables of a page: what changed, what was found, its facts. Rows lead to places and back.

const rowPlaces = new Map(); // item -> its rows, the one of its own table last
const AT_ONCE = 200;

/** The tables of a page, empty ones left out. */
function listsOf(data) {
  rowPlaces.clear();
  const changed = itemsOf(data.page.number).filter((item) => item.change);
  return [
    table("changes", changed, [
      ["column-what", (item) => [say("op", { op: item.change.op }), " ", kindBadge(item)]],
      [
        "column-before",
        (item) =>
          item.change.before
            ? h("del", { class: "old" }, quoted(changedWords(item, item.change.before)))
            : "–",
      ],
      [
        "column-after",
        (item) =>
          item.change.op === "removed" ? "–" : quoted(changedWords(item, item.change.after || item)),
      ],
      ["column-tier", (item) => tierBadge(item.change.tier)],
      ["column-cause", (item) => say("because", { cause: item.change.cause })],
    ]),
    table("findings", data.findings, [
      ["column-severity", (item) => severityBadge(item.severity)],
      ["column-finding", (item) => h("code", null, item.code)],
      ["column-message", (item) => quoted(item.message[language])],
    ]),
    table("facts", data.facts, [
      ["column-kind", kindBadge],
      ["column-value", (item) => quoted(item.value)],
      ["column-quote", (item) => quoted(item.quote.replace(/\s+/g, " "), { class: "quote" })],
      [
        "column-rule",
        (item) => [
          h("code", null, quoted(item.rule)),
          item.basis === "stated" ? null : ` (${say("based", { basis: item.basis })})`,
        ],
      ],
    ]),
  ];
}

const changedWords = (item, side) =>
  shortened(
    item.type === "finding"
      ? item.message[language]
      : item.type === "text"
        ? side.quote
        : side.value || side.quote,
  );
const shortened = (text) => (text.length > 160 ? `${[...text].slice(0, 160).join("")}…` : text);

const kindBadge = (item) =>
  h(
    "span",
    { class: `kind ${item.type === "finding" ? "" : item.kind}` },
    item.type === "finding" ? item.code : subjectWord(item.kind),
  );

function table(name, items, columns) {
  if (!items.length) return null;
  const body = h("tbody");
  const whole = h(
    "div",
    { class: "list" },
    h(
      "h2",
      { id: `list-${name}` },
      say(`list-${name}`),
      " ",
      h("span", { class: "tally" }, number(items.length)),
    ),
    h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-labelledby": `list-${name}` },
      h(
        "table",
        null,
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            columns.map(([code]) => h("th", { scope: "col", class: code }, say(code))),
            h("th", { scope: "col", class: "column-state" }, say("column-state")),
          ),
        ),
        body,
      ),
    ),
  );
  const more = h("p", { class: "more" });
  const grow = (upTo) => {
    for (const item of items.slice(body.children.length, upTo)) body.append(rowOf(item, columns));
    const left = items.length - body.children.length;
    fill(more, left ? button(say("show-more", { left }), () => grow(body.children.length + AT_ONCE)) : null);
  };
  items.forEach((item, at) => {
    const place = { show: () => grow(Math.max(at + 1, body.children.length)), row: () => body.children[at] };
    rowPlaces.set(item, [...(rowPlaces.get(item) || []), place]);
  });
  growing.push(() => grow(items.length));
  grow(AT_ONCE);
  whole.append(more);
  return whole;
}

const growing = []; // what makes the tables whole, before they are printed

function rowOf(item, columns) {
  const cells = columns.map(([code, cell], index) => {
    const told = cell(item);
    if (index) return h("td", { class: code }, told);
    const link = h("a", { href: hashOf(item), class: "to-place" }, told);
    shownItems.set(link, item);
    return h("td", { class: code }, link);
  });
  return h(
    "tr",
    { class: `is-${stateOf(item)}` },
    cells,
    h("td", { class: "column-state" }, stateMark(item)),
  );
}

/** The rows of an item that are drawn. */
const rowsOfItem = (item) => (rowPlaces.get(item) || []).map((place) => place.row()).filter(Boolean);

const stateMark = (item) => (stateOf(item) === "open" ? "" : say("state", { state: stateOf(item) }));
