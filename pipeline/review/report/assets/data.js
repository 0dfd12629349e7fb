// What the file carries: lines of JSON, packed; pages and pairs are read when they are looked at.
// The writers of these lines are in payload.py, pairs.py and overview.py.

async function unpacked(id) {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) =>
    letter.charCodeAt(0),
  );
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return (await new Response(stream).text()).split("\n");
}

const [first, ...lines] = await unpacked("data");
const overview = JSON.parse(first);

const pages = overview.pages.map((page, number) => ({
  ...page,
  number,
  source: page.id.split("/")[0],
  stem: page.id.slice(0, page.id.lastIndexOf(".")),
}));
const pageNumbers = new Map(pages.map((page) => [page.id, page.number]));
const pairCount = lines.length - pages.length;

const contents = new Map();
const pairsRead = new Map();

/** The two versions of a page, by the number of the pair. */
function pairData(number) {
  if (!pairsRead.has(number)) pairsRead.set(number, JSON.parse(lines[pages.length + number]));
  return pairsRead.get(number);
}

/** The contents of a page: text, sections, artifacts, and the items that are reviewed. */
function pageData(number) {
  if (!contents.has(number)) contents.set(number, readPage(pages[number], JSON.parse(lines[number])));
  return contents.get(number);
}

function readPage(page, raw) {
  const data = { ...raw, page, at: offsetsOf(raw.text) };
  data.quote = (start, end) => data.text.slice(data.at(start), data.at(end));
  const item = (type) => (told) => {
    const quote = data.quote(told.start, told.end);
    return { type, page, change: null, value: quote, ...told, quote };
  };
  data.sections = placed(raw.sections).map((section) => headed(section, data));
  data.artifacts = raw.artifacts.map(item("artifact"));
  data.facts = placed(raw.facts).map(item("fact"));
  data.findings = raw.findings.map(item("finding"));
  for (const fact of data.facts) fact.id = `${page.id}#${fact.id || `${fact.kind}:${fact.value}`}`;
  for (const finding of data.findings) {
    finding.id = `${page.id}#${finding.id || `finding:${finding.code}`}`;
    finding.kind = overview.kinds.find((kind) => finding.code.startsWith(`${kind}-`)) || "";
    finding.link = null;
  }
  joinChanges(data);
  return data;
}

/** Parts with their places, which are told as the gap before each and its length. */
function placed(parts) {
  let before = 0;
  return parts.map(({ gap, length, ...part }) => {
    const start = before + gap;
    before = start + length;
    return { ...part, start, end: before };
  });
}

/** A section with the place of its heading, and its title where that is what the heading says. */
function headed(section, data) {
  if (!section.head) return section;
  const head = section.head.map((offset) => section.start + offset);
  const title =
    section.title ||
    data
      .quote(...head)
      .replace(/\s+/g, " ")
      .trim();
  return { ...section, head, title };
}

/** Gives each fact and finding its change; what else changed becomes an item of its own. */
function joinChanges(data) {
  const known = new Map([...data.facts, ...data.findings].map((item) => [item.id, item]));
  data.loose = [];
  for (const change of data.changes) {
    const item = known.get(change.id);
    if (item && !item.change && (change.op !== "removed" || data.page.gone)) item.change = change;
    else data.loose.push(looseItem(data.page, change));
  }
}

/** A change of something that is no fact or finding of the page: of what is gone, of its text. */
function looseItem(page, change) {
  const side = change.after || change.before;
  const placed = change.after && change.subject !== "page" && change.after.end > 0;
  const about =
    change.subject === "finding"
      ? { code: change.kind, severity: side.severity, message: side.message, kind: "" }
      : { kind: change.kind };
  return {
    ...about,
    type: change.subject,
    page,
    id: change.id,
    change,
    rule: side.rule,
    value: change.subject === "text" ? "" : side.value,
    quote: side.quote || side.value || "",
    start: placed ? side.start : -1,
    end: placed ? side.end : -1,
  };
}
