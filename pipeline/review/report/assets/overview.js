// The overview: how much there is, what changed, what was found, how facts and pairs stand.

function drawOverview() {
  const main = document.getElementById("main");
  const standing = pages.filter((page) => !page.gone);
  const sum = (key) => totals(key).reduce((all, count) => all + count, 0);
  fill(
    main,
    h("h1", { tabindex: "-1", id: "title" }, say("overview")),
    h(
      "p",
      { class: "about" },
      overview.old
        ? say("since", { release: overview.release, old: overview.old })
        : say("of-release", { release: overview.release }),
    ),
    overview.summary ? h("p", { class: "summary" }, overview.summary[language]) : null,
    h(
      "dl",
      { class: "tiles" },
      tile("sources", new Set(standing.map((page) => page.source)).size),
      tile("pages", standing.length),
      tile("facts", sum("facts")),
      tile("findings", sum("findings")),
      overview.old
        ? tile(
            "changes",
            pages.reduce((all, page) => all + page.tiers.reduce((a, b) => a + b, 0), 0),
          )
        : null,
      tile("decided", decidedCount()),
    ),
    h(
      "p",
      { class: "start" },
      button([say("start"), key("j")], () => step(1), { class: "primary" }),
    ),
    h(
      "div",
      { class: "two-up" },
      h("div", null, failuresTable(), changesTable(), findingsTable()),
      h("div", null, factsChart(), pairsChart()),
    ),
    sourcesTable(),
  );
}

const tile = (name, count) =>
  h("div", null, h("dt", null, say(`tile-${name}`, { count })), h("dd", null, number(count)));

const decidedCount = () =>
  reviewedPages().reduce(
    (all, page) => all + itemsOf(page.number).filter((item) => reviewOf(item)).length,
    0,
  );

function section(name, ...children) {
  return h("div", { id: `part-${name}` }, h("h2", null, say(name)), children);
}

/** A table; `words` are the columns that hold no numbers, beside the first. */
function plainTable(head, rows, label, words = []) {
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": label },
    h(
      "table",
      null,
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          head.map((cell, n) =>
            h("th", { scope: "col", class: n && !words.includes(n) ? "number" : null }, cell),
          ),
        ),
      ),
      h(
        "tbody",
        null,
        rows.map((row) =>
          h(
            "tr",
            null,
            row.map((cell, n) =>
              h(n ? "td" : "th", n ? { class: words.includes(n) ? null : "number" } : { scope: "row" }, cell),
            ),
          ),
        ),
      ),
    ),
  );
}

/** Changes by tier and cause. */
function changesTable() {
  if (!overview.old) return null;
  const { tiers, causes, changed } = overview;
  if (!changed.flat().some(Boolean)) return section("changes", h("p", { class: "quiet" }, say("no-changes")));
  const rows = [...tiers.keys()]
    .reverse()
    .map((n) => [
      button(tierBadge(tiers[n]), () => only("tier", tiers[n]), { class: "plain" }),
      ...changed[n].map((count) => (count ? number(count) : "–")),
    ]);
  return section(
    "changes",
    plainTable(
      [say("column-tier"), ...causes.map((cause) => say("because", { cause }))],
      rows,
      say("changes"),
    ),
  );
}

/** The pages of which nothing new is published, and why. */
function failuresTable() {
  if (!overview.failures.length) return null;
  return section(
    "failures",
    h(
      "ul",
      { class: "failures" },
      overview.failures.map(([id, said]) => {
        const page = pageNumbers.get(id);
        return h(
          "li",
          null,
          page === undefined ? quoted(id) : h("a", { href: hashOf(pages[page]) }, quoted(id)),
          ": ",
          quoted(said[language]),
        );
      }),
    ),
  );
}

/** Findings by severity and code. */
function findingsTable() {
  const { found } = overview;
  if (!found.length) return section("findings", h("p", { class: "quiet" }, say("no-findings")));
  const rows = found.map(([code, severity, count]) => [
    button(h("code", null, code), () => only("finding", code), { class: "plain" }),
    severityBadge(severity),
    number(count),
  ]);
  return section(
    "findings",
    plainTable(
      [say("column-finding"), say("column-severity"), say("column-count")],
      rows,
      say("findings"),
      [1],
    ),
  );
}

function sourcesTable() {
  const sources = new Map();
  for (const page of pages) {
    const row = sources.get(page.source) || { pages: 0, facts: 0, findings: 0, changes: 0 };
    row.pages += page.gone ? 0 : 1;
    row.facts += page.gone ? 0 : page.facts.reduce((a, b) => a + b, 0);
    row.findings += page.gone ? 0 : page.findings.reduce((a, b) => a + b, 0);
    row.changes += page.tiers.reduce((a, b) => a + b, 0);
    sources.set(page.source, row);
  }
  const columns = ["pages", "facts", "findings", ...(overview.old ? ["changes"] : [])];
  const rows = [...sources].map(([name, row]) => [
    button(quoted(name), () => only("source", name), { class: "plain" }),
    ...columns.map((column) => number(row[column])),
  ]);
  return section(
    "sources",
    plainTable(
      [say("source"), ...columns.map((column) => say(`tile-${column}`, { count: 2 }))],
      rows,
      say("sources"),
    ),
  );
}

/** Sets one filter alone, and goes to the first item that passes. */
function only(name, value) {
  for (const other of ["tier", "kind", "source", "finding"]) filters[other].clear();
  filters[name].add(value);
  filters.scope = "all";
  filters.state = "";
  drawSide();
  step(1);
}
