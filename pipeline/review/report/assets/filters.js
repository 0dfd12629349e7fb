// Which items are in the queue, and which pages hold any of them.

const filters = {
  scope: "review",
  tier: new Set(),
  kind: new Set(),
  source: new Set(),
  finding: new Set(),
  state: "",
  query: "",
};

/** What is walked through at first: all, where nothing asks for review. */
const firstScope = () =>
  pages.some((page) => page.tiers.slice(1).some(Boolean) || page.findings.slice(1).some(Boolean))
    ? "review"
    : "all";

const chosen = (set, value) => set.size === 0 || set.has(value);

/** Whether an item is in the queue. */
function passes(item) {
  if (filters.scope === "review" && !asksForReview(item)) return false;
  if (!chosen(filters.source, item.page.source)) return false;
  if (!chosen(filters.tier, item.change ? item.change.tier : "")) return false;
  if (!chosen(filters.kind, item.kind)) return false;
  if (!chosen(filters.finding, item.type === "finding" ? item.code : "")) return false;
  return filters.state === "" || stateOf(item) === filters.state;
}

/** Whether a page can hold such an item, told without reading it. */
function pageMayPass(page) {
  if (!chosen(filters.source, page.source)) return false;
  const changes = page.tiers.some((count) => count > 0);
  const findings = page.findings.some((count) => count > 0);
  if (filters.tier.size && !overview.tiers.some((tier, n) => filters.tier.has(tier) && page.tiers[n]))
    return false;
  if (filters.finding.size && !findings) return false;
  const reviewed = decisions.size > 0;
  return filters.scope !== "review" || changes || findings || reviewed;
}

/** Whether any filter is set, other than what is shown at first. */
const narrowed = () =>
  [filters.tier, filters.kind, filters.source, filters.finding].some((set) => set.size > 0) ||
  filters.state !== "" ||
  filters.query !== "";

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const foldedPages = new Map();

/** Whether a page says what is searched, in its text, its title or its address. */
function pageMatches(page) {
  if (!filters.query) return true;
  if (!foldedPages.has(page.number)) {
    foldedPages.set(
      page.number,
      folded(`${page.id}\n${page.title}\n${page.url}\n${pageData(page.number).text}`),
    );
  }
  return foldedPages.get(page.number).includes(folded(filters.query));
}

/** The pages of the list: those that match, and while filters are set hold an item of the queue. */
function listedPages() {
  const items =
    narrowed() && (filters.tier.size || filters.kind.size || filters.finding.size || filters.state);
  return pages.filter(
    (page) =>
      chosen(filters.source, page.source) && pageMatches(page) && (!items || queueOf(page.number).length > 0),
  );
}
