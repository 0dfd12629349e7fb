// The card: everything about the item that is looked at, and the decision on it.

/** Fills the card; without an item it says how to choose one. */
function drawCard() {
  const card = document.getElementById("card");
  card.setAttribute("aria-label", say("card"));
  const { item } = view;
  card.classList.toggle("idle", !item);
  if (!item) {
    fill(card, h("p", { class: "quiet" }, say("nothing-chosen")));
    return;
  }
  fill(card, cardHead(item), cardDecision(item), cardFacts(item), cardWays(item));
}

function cardHead(item) {
  const { change } = item;
  const name = item.type === "finding" ? item.code : item.value || change?.section || item.quote;
  return [
    h(
      "p",
      { class: "badges" },
      cardKind(item),
      change ? [h("span", { class: "op" }, say("op", { op: change.op })), tierBadge(change.tier)] : null,
    ),
    h("h2", { class: item.type === "finding" ? "code" : "value" }, quoted(name)),
  ];
}

function cardKind(item) {
  if (item.type === "finding") return severityBadge(item.severity);
  return h(
    "span",
    { class: `kind ${item.kind || ""}` },
    item.type === "artifact" ? say("artifact") : subjectWord(item.kind),
  );
}

const tierBadge = (tier) => h("span", { class: `tier ${tier}` }, say("tier", { tier }));
const severityBadge = (severity) => h("span", { class: `severity ${severity}` }, term("severity", severity));

/** What is known of an item, as terms and their words. */
function cardFacts(item) {
  const rows = [];
  const row = (code, ...told) => rows.push(h("dt", null, say(code)), h("dd", null, told));
  const { change } = item;
  if (item.type === "text") row("text", compared(change.before?.quote || "", change.after?.quote || ""));
  else {
    if (change?.before && item.type !== "finding") row("was", oldWords(change.before, change.op));
    if (item.quote && item.quote !== item.value) row("quote", quoted(item.quote, { class: "quote" }));
  }
  if (item.message) row("what", quoted(item.message[language]));
  if (item.advice?.[language]) row("advice", quoted(item.advice[language]));
  if (change) row("cause", say("because", { cause: change.cause }));
  if (item.rule) row("rule", h("code", null, quoted(item.rule)), ruleWords(item.rule));
  if (item.basis && item.basis !== "stated") row("basis", say("based", { basis: item.basis }));
  if (item.alternatives?.length)
    row(
      "alternatives",
      item.alternatives.map((other, n) => [n ? ", " : null, quoted(other)]),
      item.resolvedBy ? [" ", say("resolved", { by: item.resolvedBy })] : null,
    );
  if (item.invalid) row("validity", say("invalid"));
  const section = item.start >= 0 ? sectionAt(item) : change?.section;
  if (section) row("section", quoted(section));
  return h("dl", null, rows);
}

/** What was said before, with its characters where they are others. */
function oldWords(before, op) {
  const told = quoted(before.value || before.quote);
  const quote = before.quote && before.quote !== before.value ? [" « ", quoted(before.quote), " »"] : null;
  return [
    op === "changed" || op === "renamed" || op === "removed" ? h("del", { class: "old" }, told) : told,
    quote,
  ];
}

/** Two short texts as one, word by word: what is gone struck, what is new underlined. */
function compared(old, now) {
  const [a, b] = [old, now].map((text) => text.split(/(\s+)/).filter(Boolean));
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const runs = [];
  const put = (tag, word) =>
    runs.at(-1)?.tag === tag ? runs.at(-1).words.push(word) : runs.push({ tag, words: [word] });
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) [put("span", a[i]), (i += 1), (j += 1)];
    else if (j >= b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1]))
      [put("del", a[i]), (i += 1)];
    else [put("ins", b[j]), (j += 1)];
  }
  return h(
    "bdi",
    { class: "quote" },
    runs.map(({ tag, words }) => h(tag, tag === "del" ? { class: "old" } : null, visible(words.join("")))),
  );
}

function ruleWords(rule) {
  const words = ruleSaid(rule);
  return words ? [h("br"), h("span", { class: "quiet" }, words)] : null;
}

function sectionAt(item) {
  const found = pageData(item.page.number).sections.filter(
    (section) => section.start <= item.start && item.start < section.end,
  );
  return found.length ? found[found.length - 1].title : "";
}

function cardDecision(item) {
  if (item.type === "artifact") return null;
  const review = reviewOf(item);
  const lapsed = lapsedReview(item);
  return h(
    "div",
    { class: "decision" },
    review
      ? h(
          "p",
          { class: `decided ${stateOf(item)}` },
          say(review.decision === "accept" ? "is-accepted" : "is-rejected"),
          review.reason ? [" ", h("q", null, review.reason)] : null,
        )
      : null,
    lapsed
      ? h(
          "p",
          { class: "decided lapsed" },
          say("is-lapsed", { decision: lapsed.decision }),
          " ",
          h("del", { class: "old" }, quoted(lapsed.quote)),
        )
      : null,
    h(
      "div",
      { class: "buttons" },
      button([say("accept"), key("a")], () => acceptItem(), {
        class: "accept",
        "aria-pressed": String(review?.decision === "accept"),
      }),
      button([say("reject"), key("r")], () => askReason(), {
        class: "reject",
        "aria-pressed": String(review?.decision === "reject"),
      }),
    ),
  );
}

const key = (name) => h("kbd", { "aria-hidden": "true" }, name);

/** Where to go from an item: its place, its row, the other version, the live page. */
function cardWays(item) {
  const ways = [];
  if (item.start >= 0 && (places.has(item) || flags.has(item)))
    ways.push(button(say("to-text"), () => showInText(item)));
  if (rowPlaces.has(item)) ways.push(button(say("to-row"), () => showInTable(item)));
  if (item.link?.other) ways.push(button(say("to-twin"), () => showLink(item.link.other)));
  const live = item.page.url && webLink(item.page.url + fragmentOf(item), say("to-live"));
  return h("div", { class: "ways" }, ways, live);
}

/** The end of an address that makes a browser mark an item on the live page. */
function fragmentOf(item) {
  if (item.way === false || item.type === "artifact" || item.start < 0 || !item.quote) return "";
  const words = item.way || encodeURIComponent(item.quote.replace(/\s+/g, " ").trim()).replace(/-/g, "%2D");
  return `${item.page.url.includes("#") ? "" : "#"}:~:text=${words}`;
}
