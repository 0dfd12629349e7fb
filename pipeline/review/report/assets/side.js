// The side: search, filters, and the pages that pass them.

function drawSide() {
  const side = document.getElementById("side");
  side.setAttribute("aria-label", say("pages-and-filters"));
  const open = side.querySelector("details")?.open;
  fill(
    side,
    searchField(),
    filterPanel(open ?? false),
    h("h2", { id: "pages-head" }, say("pages"), " ", h("span", { class: "tally", id: "page-count" })),
    h("ul", { id: "pages", "aria-labelledby": "pages-head" }),
  );
  drawPages();
}

function searchField() {
  const field = h("input", {
    type: "search",
    id: "search",
    value: filters.query,
    autocomplete: "off",
    spellcheck: "false",
    oninput: (event) => {
      filters.query = event.target.value.trim();
      drawPages();
      findHits();
    },
    onkeydown: (event) => {
      if (event.key === "Enter") openFirst();
    },
  });
  return h("div", { class: "search" }, h("label", { for: "search" }, say("search"), " ", key("/")), field);
}

function openFirst() {
  const first = listedPages()[0];
  if (!first) return;
  go(hashOf(first));
  showFirstHit();
}

function filterPanel(open) {
  const codes = [...new Set(overview.found.map(([code]) => code))].sort();
  const sources = [...new Set(pages.map((page) => page.source))];
  return h(
    "details",
    { class: "filters", open },
    h("summary", null, say("filters"), h("span", { class: "tally", id: "filter-count" })),
    radios("scope", ["review", "all"], (value) => say("scope", { scope: value })),
    overview.old
      ? boxes("tier", [...overview.tiers].reverse(), (value) => say("tier", { tier: value }))
      : null,
    boxes("kind", overview.kinds, (value) => term("kind", value)),
    choice("source", sources, (value) => value),
    choice("finding", codes, (value) => value),
    choice("state", ["open", "accepted", "rejected", "lapsed"], (value) => say("state", { state: value })),
    button(say("clear-filters"), clearFilters),
  );
}

function changed() {
  drawPages();
  if (view.page < 0) return;
  drawCard();
}

function radios(name, values, word) {
  return ticks("radio", name, values, word, (value) => filters[name] === value, (value) => {
    filters[name] = value;
  });
}

function boxes(name, values, word) {
  return ticks("checkbox", name, values, word, (value) => filters[name].has(value), (value, on) => {
    if (on) filters[name].add(value);
    else filters[name].delete(value);
  });
}

/** A filter whose values are all shown, each to be ticked; `tick` is told the value and its state. */
function ticks(type, name, values, word, isOn, tick) {
  return h(
    "fieldset",
    null,
    h("legend", null, say(`filter-${name}`)),
    values.map((value) =>
      h(
        "label",
        null,
        h("input", {
          type,
          name,
          value,
          checked: isOn(value),
          onchange: (event) => {
            tick(value, event.target.checked);
            changed();
          },
        }),
        " ",
        word(value),
      ),
    ),
  );
}

function choice(name, values, word) {
  const present = name === "state" ? filters.state : [...filters[name]][0] || "";
  const id = `filter-${name}`;
  return h(
    "div",
    { class: "choice" },
    h("label", { for: id }, say(`filter-${name}`)),
    h(
      "select",
      {
        name,
        id,
        onchange: (event) => {
          const { value } = event.target;
          if (name === "state") filters.state = value;
          else filters[name] = new Set(value ? [value] : []);
          changed();
        },
      },
      h("option", { value: "" }, say("any")),
      values.map((value) => h("option", { value, selected: value === present }, word(value))),
    ),
  );
}

function clearFilters() {
  for (const name of ["tier", "kind", "source", "finding"]) filters[name].clear();
  filters.state = "";
  filters.query = "";
  filters.scope = firstScope();
  drawSide();
  findHits();
}

/** The list of pages: versions of one page share a line. */
function drawPages() {
  const listed = listedPages();
  const lines = new Map();
  for (const page of listed) lines.set(page.stem, [...(lines.get(page.stem) || []), page]);
  document.getElementById("page-count").textContent = number(listed.length);
  document.getElementById("filter-count").textContent = narrowed() ? say("filtered") : "";
  fill(
    document.getElementById("pages"),
    [...lines].map(([stem, versions]) => pageLine(stem, versions)),
  );
}

function pageLine(stem, versions) {
  const [source, ...name] = stem.split("/");
  return h(
    "li",
    null,
    h("span", { class: "stem" }, h("span", { class: "quiet" }, quoted(source), "/"), quoted(name.join("/"))),
    h(
      "span",
      { class: "versions" },
      versions.map((page) => {
        const link = h(
          "a",
          { href: hashOf(page), "aria-current": page.number === view.page ? "page" : null },
          h("span", null, page.id.slice(page.stem.length + 1)),
          pageSigns(page),
        );
        return link;
      }),
    ),
  );
}

/** The signs of a page: changes that ask for approval, and its worst findings. */
function pageSigns(page) {
  const [, , approve] = page.tiers;
  const [, warnings, errors] = page.findings;
  return [
    page.gone ? h("span", { class: "sign" }, "†", h("span", { class: "unseen" }, say("gone"))) : null,
    approve
      ? h(
          "span",
          { class: "sign approve" },
          "±",
          number(approve),
          h("span", { class: "unseen" }, ` ${say("tier", { tier: "approve" })}`),
        )
      : null,
    errors
      ? h(
          "span",
          { class: "sign error" },
          "!",
          number(errors),
          h("span", { class: "unseen" }, ` ${term("severity", "error")}`),
        )
      : null,
    warnings && !errors
      ? h(
          "span",
          { class: "sign warning" },
          "!",
          number(warnings),
          h("span", { class: "unseen" }, ` ${term("severity", "warning")}`),
        )
      : null,
  ];
}
