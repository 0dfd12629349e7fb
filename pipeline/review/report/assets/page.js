// A page: its head, its text, its tables; and the ways between them.

function drawPage(page) {
  const data = pageData(page.number);
  growing.length = 0;
  const both = view.columns === "two" && hasTwin(page);
  fill(
    document.getElementById("main"),
    pageHead(page, both),
    page.gone ? h("p", { class: "notice" }, say("page-gone")) : null,
    looseNotes(data),
    h("h2", { class: "unseen" }, say("text")),
    legend(data),
    data.text.trim() ? textOf(page, both) : h("p", { class: "notice" }, say("page-empty")),
    listsOf(data),
  );
  findHits();
}

function pageHead(page, both) {
  const twin = hasTwin(page);
  const pair = page.pair < 0 ? null : pairData(page.pair);
  const live = page.url ? webLink(page.url, say("live")) : null;
  return h(
    "div",
    { class: "page-head" },
    h("h1", { tabindex: "-1", id: "title" }, quoted(page.title || page.id)),
    h(
      "p",
      { class: "about" },
      quoted(page.id, { class: "id" }),
      " · ",
      quoted(say("language", { language: page.language })),
      page.modified ? [" · ", quoted(say("modified", { date: page.modified }))] : null,
      live ? [" · ", live] : page.url ? [" · ", quoted(page.url)] : null,
    ),
    pair && !pair.twins ? h("p", { class: "notice" }, say("no-twin")) : null,
    twin
      ? h(
          "div",
          { class: "switch", role: "group", "aria-label": say("columns") },
          button(say("one-column"), () => setColumns("one"), { "aria-pressed": String(!both) }),
          button(say("two-columns"), () => setColumns("two"), { "aria-pressed": String(both) }),
          h(
            "span",
            { class: "quiet" },
            say("agreement", { agree: pair.agree, differ: pair.differ, notes: pair.notes }),
          ),
        )
      : null,
  );
}

function setColumns(columns) {
  view.columns = columns;
  drawPage(pages[view.page]);
  markChosen();
  drawCard();
}

/** What changed and has no place in the text: removed facts, the page itself. */
function looseNotes(data) {
  const gone = data.loose.filter((item) => item.start < 0);
  if (!gone.length) return null;
  return h(
    "div",
    { class: "gone" },
    h("h2", null, say("gone-here")),
    h(
      "ul",
      null,
      gone.map((item) => h("li", null, looseNote(item))),
    ),
  );
}

function looseNote(item) {
  const { op, before } = item.change;
  const now =
    op === "removed"
      ? null
      : quoted(item.type === "finding" ? item.message[language] : item.value || item.quote);
  const old =
    before && op !== "moved"
      ? h(
          "del",
          { class: "old" },
          quoted(item.type === "finding" ? item.message[language] : before.value || before.quote),
        )
      : null;
  const link = h(
    "a",
    { href: hashOf(item), "data-mark": true },
    kindBadge(item),
    " ",
    say("op", { op }),
    op === "removed" || op === "changed" || op === "renamed" ? [" ", old] : null,
    now ? [" ", now] : null,
  );
  shownItems.set(link, item);
  places.set(item, link);
  return link;
}

/** What the letters mean, for the kinds that the page has. */
function legend(data) {
  const kinds = overview.kinds.filter((kind) => data.facts.some((fact) => fact.kind === kind));
  const marks = kinds.map((kind) =>
    h(
      "span",
      { class: `fact ${kind}` },
      term("kind", kind),
      h("span", { class: "letter", "aria-hidden": "true" }, say("letter", { kind })),
    ),
  );
  if (data.artifacts.length) marks.push(h("span", { class: "artifact" }, h("s", null, say("artifact"))));
  return marks.length
    ? h(
        "p",
        { class: "legend" },
        marks.map((mark) => [mark, " "]),
      )
    : null;
}

// --- From a place to its row and back ---------------------------------------------------------

const gentle = () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

function focusOn(node) {
  if (!node) return;
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "center", behavior: "auto" });
}

function showInText(item) {
  focusOn(places.get(item) || flags.get(item));
}

function showInTable(item) {
  const place = rowPlaces.get(item)?.at(-1);
  if (!place) return;
  place.show();
  focusOn(place.row().querySelector("a"));
}

/** Goes to the other end of a disagreement. */
function showLink(link) {
  if (!link.flag || !link.flag.isConnected) setColumns("two");
  const now = links.find((other) => other.number === link.number && other.data === link.data);
  if (now?.flag) focusOn(now.flag);
}

/** Shows which item is chosen, in the text and in the tables. */
function markChosen() {
  for (const node of document.querySelectorAll(".chosen")) node.classList.remove("chosen");
  const { item } = view;
  if (!item) return;
  (places.get(item) || flags.get(item))?.classList.add("chosen");
  if (item.link?.other?.flag) item.link.other.flag.classList.add("chosen");
  for (const row of rowsOfItem(item)) row.classList.add("chosen");
}

/** Redraws what shows the state of an item after a decision. */
function drawState(item) {
  const place = places.get(item);
  if (place && item.type === "fact")
    place.className = `${markClass(item)}${view.item === item ? " chosen" : ""}`;
  for (const row of rowsOfItem(item)) {
    row.className = `is-${stateOf(item)}${view.item === item ? " chosen" : ""}`;
    row.querySelector(".column-state").textContent = stateMark(item);
  }
}

// --- What is searched, marked in the text ------------------------------------------------------

/** Marks what is searched, without touching the text: a highlight of the browser. */
function findHits() {
  if (!window.CSS?.highlights) return;
  CSS.highlights.delete("hits");
  const query = folded(filters.query);
  if (!query || view.page < 0) return;
  const ranges = [];
  for (const text of document.querySelectorAll("#main .text")) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const said = folded(walker.currentNode.data);
      if (said.length !== walker.currentNode.data.length) continue;
      for (let at = said.indexOf(query); at >= 0; at = said.indexOf(query, at + query.length)) {
        const range = new Range();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + query.length);
        ranges.push(range);
      }
    }
  }
  if (ranges.length) CSS.highlights.set("hits", new Highlight(...ranges));
}

function showFirstHit() {
  const [first] = window.CSS?.highlights?.get("hits") || [];
  first?.startContainer.parentElement.scrollIntoView({ block: "center" });
}
