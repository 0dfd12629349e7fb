// The text of a page in blocks, one a section, alone or beside its twin.

let links = []; // the disagreements that are drawn: both sides of each
const blocks = new Map(); // "page:section" -> element

/** The blocks of a page: its sections, and what stands between them. */
function blocksOf(data) {
  const found = [];
  let at = 0;
  const length = [...data.text].length;
  data.sections.forEach((section, number) => {
    if (section.start > at) found.push({ start: at, end: section.start, number: -1 });
    found.push({ start: section.start, end: section.end, number, section });
    at = section.end;
  });
  if (length > at || !found.length) found.push({ start: at, end: length, number: -1 });
  return found;
}

/** Whether a page has a twin to be shown beside it. */
function hasTwin(page) {
  if (page.pair < 0) return false;
  const pair = pairData(page.pair);
  return pair.twins && pair.rows.length > 0;
}

/** The text of a page, the twin beside it where it has one and both are wanted. */
function textOf(page, both) {
  places.clear();
  flags.clear();
  links = page.pair < 0 ? [] : linksOf(page);
  if (both && hasTwin(page)) return sideBySide(page);
  const data = pageData(page.number);
  const own = links.filter((link) => link.data === data);
  return h(
    "div",
    { class: "text one" },
    blocksOf(data).map((block) => blockNode(data, block, own)),
  );
}

/** Both sides of each disagreement of a page's pair, with numbers, findings and places. */
function linksOf(page) {
  const pair = pairData(page.pair);
  return inOrder(pair.disagreements).flatMap(({ findings, places: told }, index) => {
    const sides = [0, 1].map((side) => {
      const data = pageData(pair.pages[side]);
      const finding = data.findings[findings[side]] || null;
      const [start, end] = told[side] || [-1, -1];
      return {
        type: "link",
        number: index + 1,
        data,
        finding,
        start,
        end,
        severity: finding?.severity || "warning",
      };
    });
    sides[0].other = sides[1];
    sides[1].other = sides[0];
    for (const side of sides) if (side.finding) side.finding.link = side;
    return pair.pages[0] === pair.pages[1] ? sides.filter((side) => side.start >= 0) : sides;
  });
}

/** Disagreements in the order of the left text; behind them those that only the right one places. */
function inOrder(disagreements) {
  const at = ({ places: [left, right] }) => (left ? left[0] : right ? 1e9 + right[0] : 2e9);
  return [...disagreements].sort((a, b) => at(a) - at(b));
}

function sideBySide(page) {
  const pair = pairData(page.pair);
  const mine = pair.pages[0] === page.number ? 0 : 1;
  const twin = pages[pair.pages[1 - mine]];
  const sides = [pageData(page.number), pageData(twin.number)];
  const rows = rowsOf(
    sides,
    pair.rows.map((row) => [row[mine], row[1 - mine]]),
  );
  return h(
    "div",
    { class: "text two" },
    h(
      "div",
      { class: "row heads" },
      [page, twin].map((side) => columnHead(side, side === twin)),
    ),
    rows.map((row) =>
      h(
        "div",
        { class: "row" },
        row.map((list, side) => columnCell(sides[side], list, row)),
      ),
    ),
  );
}

function columnHead(page, isTwin) {
  const name = quoted(say("language", { language: page.language }));
  return h(
    "div",
    { class: "cell head" },
    h("strong", null, name),
    " ",
    isTwin ? h("a", { href: hashOf(page) }, quoted(page.id)) : quoted(page.id),
  );
}

/** The rows: which blocks of both sides face each other; all text of both sides stands once. */
function rowsOf(sides, aligned) {
  const found = sides.map(blocksOf);
  const ordered = aligned.map(([left, right]) =>
    [[left], [right]].map(([number], side) => found[side].filter((b) => b.number === number && number >= 0)),
  );
  const rows = ordered.filter(([left, right]) => left.length + right.length > 0);
  const first = [0, 1].map((side) => leftovers(found[side], rows, side));
  return [...(first[0].length + first[1].length ? [first] : []), ...rows];
}

/** The blocks of a side that no row holds, such as what stands before the first section. */
function leftovers(found, rows, side) {
  const told = new Set(rows.flatMap((row) => row[side]));
  return found.filter((block) => !told.has(block));
}

function columnCell(data, list, row) {
  const own = links.filter((link) => link.data === data);
  if (!list.length)
    return h(
      "div",
      { class: "cell empty" },
      h("span", { class: "quiet" }, say("no-counterpart")),
      strays(own, row),
    );
  return h(
    "div",
    { class: "cell" },
    list.map((block) => blockNode(data, block, own)),
    strays(own, row),
  );
}

/** Flags of disagreements that have no place on this side, in the row of the other side's place. */
function strays(own, row) {
  const here = own.filter(
    (link) =>
      link.start < 0 &&
      row
        .flat()
        .some(
          (block) => link.other.start >= block.start && link.other.start < block.end && link.other.start >= 0,
        ),
  );
  return here.length
    ? h(
        "p",
        { class: "strays" },
        here.map((link) => [linkFlag(link), " ", say("not-here"), " "]),
      )
    : null;
}

/** A section: its heading's line, then its text without the blank lines around it. */
function blockNode(data, block, own) {
  const { section } = block;
  const spoken = [section?.language, data.page.language].find((code) => code && code !== "und");
  const node = h("div", { class: "block", lang: spoken });
  let start = block.start;
  if (section?.head) {
    const body = data.quote(section.head[1], block.end);
    const rest = [...body.slice(0, (body + "\n").indexOf("\n"))].length;
    start = section.head[1] + rest;
    node.append(
      h(
        "h3",
        { class: `level-${section.level}` },
        renamed(data, section),
        markedText(data, block.start, start, own),
      ),
    );
  }
  const [from, to] = trimmed(data, start, block.end);
  if (from < to) node.append(h("div", { class: "prose" }, markedText(data, from, to, own)));
  return node;
}

function renamed(data, section) {
  const found = data.loose.find(
    (item) =>
      item.type === "section" &&
      item.change.op === "renamed" &&
      item.start >= section.start &&
      item.start < section.end,
  );
  return found
    ? [h("del", { class: "old" }, visible(found.change.before.quote || found.change.before.value)), " "]
    : null;
}

/** A range without the line ends at its borders; those of the text stay as they are. */
function trimmed(data, start, end) {
  const text = data.quote(start, end);
  const before = text.match(/^\s*\n/);
  const after = text.match(/\s+$/);
  const from = start + (before ? before[0].length : 0);
  return [from, Math.max(from, end - (after ? after[0].length : 0))];
}
