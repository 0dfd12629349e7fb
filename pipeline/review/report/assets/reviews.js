// Decisions: kept in the browser, keyed by id and quote, so that one lapses when the text changes.

const STORE = "rectoverso.reviews";
const decisions = new Map(); // id -> quote -> {id, quote, decision, reason, at}
const undone = []; // what `u` takes back, last first
let kept = true; // whether the browser lets us keep anything

function remembered(name) {
  try {
    return window.localStorage.getItem(name);
  } catch {
    kept = false;
    return null;
  }
}

function remember(name, value) {
  try {
    window.localStorage.setItem(name, value);
  } catch {
    kept = false;
  }
}

function readReviews() {
  decisions.clear();
  try {
    for (const line of JSON.parse(remembered(STORE) || "[]")) if (isReview(line)) putReview(line);
  } catch {
    // What another program wrote there is none of ours.
  }
}

function isReview(line) {
  return (
    line !== null &&
    typeof line === "object" &&
    typeof line.id === "string" &&
    typeof line.quote === "string" &&
    (line.decision === "accept" || line.decision === "reject")
  );
}

function putReview({ id, quote, decision, reason, at }) {
  if (!decisions.has(id)) decisions.set(id, new Map());
  decisions.get(id).set(quote, { id, quote, decision, reason: String(reason || ""), at: String(at || "") });
}

function dropReview(id, quote) {
  const told = decisions.get(id);
  if (told && told.delete(quote) && told.size === 0) decisions.delete(id);
}

const allReviews = () => [...decisions.values()].flatMap((told) => [...told.values()]);
const keepReviews = () => remember(STORE, JSON.stringify(allReviews()));

/** The decision on an item, null where there is none for its present characters. */
const reviewOf = (item) => decisions.get(item.id)?.get(item.quote) || null;

/** A decision on the same item when it had other characters, the last one; null where one stands. */
function lapsedReview(item) {
  const told = decisions.get(item.id);
  if (!told || told.has(item.quote)) return null;
  return [...told.values()].sort((a, b) => (a.at < b.at ? 1 : -1))[0];
}

/** `accepted`, `rejected`, `lapsed` or `open`. */
function stateOf(item) {
  const review = reviewOf(item);
  if (review) return review.decision === "accept" ? "accepted" : "rejected";
  return lapsedReview(item) ? "lapsed" : "open";
}

function decide(item, decision, reason) {
  undone.push({ item, before: reviewOf(item) });
  putReview({ id: item.id, quote: item.quote, decision, reason, at: new Date().toISOString() });
  keepReviews();
}

/** Takes the last decision back; the item that it was on, null where there is none left. */
function undo() {
  const last = undone.pop();
  if (!last) return null;
  if (last.before) putReview(last.before);
  else dropReview(last.item.id, last.item.quote);
  keepReviews();
  return last.item;
}

/** The standing decisions on what this report shows, one JSON object a line. */
function exportedReviews() {
  const lines = [];
  for (const page of reviewedPages()) {
    for (const item of itemsOf(page.number)) {
      const review = reviewOf(item);
      if (review) lines.push(JSON.stringify(review));
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** The pages that somebody decided on something of. */
function reviewedPages() {
  const named = new Set([...decisions.keys()].map((id) => id.split("#")[0]));
  return pages.filter((page) => named.has(page.id));
}

/** Adds the lines of an earlier file; how many were taken, and the numbers of those that are none. */
function importReviews(text) {
  const wrong = [];
  let taken = 0;
  text.split("\n").forEach((line, at) => {
    if (!line.trim()) return;
    try {
      const review = JSON.parse(line);
      if (!isReview(review)) throw new TypeError(line);
      putReview(review);
      taken += 1;
    } catch {
      wrong.push(at + 1);
    }
  });
  keepReviews();
  return { taken, wrong };
}
