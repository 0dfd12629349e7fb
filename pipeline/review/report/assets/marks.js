// A stretch of text with its marks: facts and artifacts are links, findings underline, flags point.

const shownItems = new WeakMap(); // element -> item
const places = new Map(); // item -> its element in the text
const flags = new Map(); // finding -> its flag in the text

const overlaps = (mark, start, end) => mark.start < end && mark.end > start;

/** The nodes of a text between two offsets; `links` are the disagreements that stand there. */
function markedText(data, start, end, links) {
  const outer = outerMarks(data).filter((mark) => overlaps(mark, start, end));
  const inner = [
    ...data.findings.filter((finding) => finding.end > finding.start && overlaps(finding, start, end)),
    ...links.filter((link) => overlaps(link, start, end)),
  ];
  const writer = { data, inner, nodes: [], due: flagsDue(data, start, end, links) };
  let at = start;
  raiseFlags(writer, start);
  for (const mark of outer) {
    plainText(writer, at, Math.max(at, mark.start));
    writer.nodes.push(markLink(writer, mark, Math.max(at, mark.start), Math.min(end, mark.end)));
    at = Math.min(end, mark.end);
    raiseFlags(writer, at);
  }
  plainText(writer, at, end);
  raiseFlags(writer, end);
  return writer.nodes;
}

/** Facts, and the artifacts that are not within one, in the order of the text. */
function outerMarks(data) {
  if (!data.outer) {
    const artifacts = data.artifacts.filter(
      (a) => !data.facts.some((fact) => overlaps(fact, a.start, a.end)),
    );
    data.outer = [...data.facts, ...artifacts].sort((a, b) => a.start - b.start);
  }
  return data.outer;
}

/** Flags stand behind the characters that they are about: those of findings, and of links. */
function flagsDue(data, start, end, links) {
  const own = data.findings
    .filter(
      (finding) => finding.end > finding.start && finding.end > start && finding.end <= end && !finding.link,
    )
    .map((finding) => ({ at: finding.end, node: () => findingFlag(finding) }));
  const linked = links
    .filter((link) => link.end > start && link.end <= end)
    .map((link) => ({ at: link.end, node: () => linkFlag(link) }));
  const changed = data.loose
    .filter((item) => item.start >= start && item.start < end)
    .map((item) => ({ at: item.start, node: () => changeFlag(item) }));
  return [...own, ...linked, ...changed].sort((a, b) => a.at - b.at);
}

function raiseFlags(writer, upTo) {
  while (writer.due.length && writer.due[0].at <= upTo) writer.nodes.push(writer.due.shift().node());
}

function plainText(writer, start, end) {
  for (const [from, to] of pieces(start, end, writer.inner)) {
    writer.nodes.push(piece(writer, from, to));
    raiseFlags(writer, to);
  }
}

/** A range cut at the borders of marks. */
function pieces(start, end, marks) {
  const cuts = new Set([start, end]);
  for (const mark of marks) {
    if (mark.start > start && mark.start < end) cuts.add(mark.start);
    if (mark.end > start && mark.end < end) cuts.add(mark.end);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(1).map((to, index) => [sorted[index], to]);
}

/** Characters under the same marks. */
function piece(writer, start, end) {
  const nodes = visible(writer.data.quote(start, end));
  const marks = writer.inner.filter((mark) => mark.start <= start && mark.end >= end);
  if (!marks.length) return nodes;
  const worst = ["error", "warning", "note"].find((severity) =>
    marks.some((mark) => mark.severity === severity),
  );
  return h("span", { class: `finding ${worst}` }, nodes);
}

function markLink(writer, mark, start, end) {
  const artifact = mark.type === "artifact";
  const inner = artifact ? [] : writer.data.artifacts.filter((a) => overlaps(a, start, end));
  const words = pieces(start, end, [...writer.inner, ...inner]).map(([from, to]) => {
    const nodes = piece(writer, from, to);
    return inner.some((a) => a.start <= from && a.end >= to) ? h("s", null, nodes) : nodes;
  });
  const link = h(
    "a",
    { class: markClass(mark), href: hashOf(mark), "data-mark": true },
    artifact ? h("s", null, words) : words,
  );
  shownItems.set(link, mark);
  if (artifact) return link;
  places.set(mark, link);
  link.append(h("span", { class: "letter", "aria-hidden": "true" }, say("letter", { kind: mark.kind })));
  link.append(h("span", { class: "unseen" }, ` (${subjectWord(mark.kind)})`));
  const before = mark.change?.op === "changed" ? mark.change.before : null;
  const old =
    before && before.quote !== mark.quote ? h("del", { class: "old" }, visible(before.quote)) : null;
  return old ? h("span", { class: "change" }, old, " ", link) : link;
}

function markClass(mark) {
  if (mark.type === "artifact") return "artifact";
  const op = mark.change ? ` ${mark.change.op}` : "";
  return `fact ${mark.kind} is-${stateOf(mark)}${op}`;
}

function findingFlag(finding) {
  const flag = h(
    "a",
    { class: `flag ${finding.severity}`, href: hashOf(finding), "data-mark": true },
    h("span", { "aria-hidden": "true" }, finding.severity === "note" ? "i" : "!"),
    h("span", { class: "unseen" }, `${term("severity", finding.severity)}: ${finding.code}`),
  );
  shownItems.set(flag, finding);
  flags.set(finding, flag);
  return flag;
}

/** The flag before lines that are new, other than before, or from elsewhere. */
function changeFlag(item) {
  const told = `${subjectWord(item.kind)} ${say("op", { op: item.change.op })}`;
  const flag = h(
    "a",
    { class: "flag change", href: hashOf(item), "data-mark": true },
    h("span", { "aria-hidden": "true" }, "±"),
    h("span", { class: "unseen" }, told),
  );
  shownItems.set(flag, item);
  flags.set(item, flag);
  return flag;
}

/** The numbered flag of a disagreement; it leads to the same number on the other side. */
function linkFlag(link) {
  const sign = link.severity === "note" ? "≈" : "≠";
  const flag = h(
    "a",
    { class: `flag link ${link.severity}`, href: hashOf(link.finding || link.data.page), "data-mark": true },
    h("span", { "aria-hidden": "true" }, `${sign}${link.number}`),
    h("span", { class: "unseen" }, say("disagreement", { number: link.number })),
  );
  shownItems.set(flag, link);
  link.flag = flag;
  if (link.finding) flags.set(link.finding, flag);
  return flag;
}
