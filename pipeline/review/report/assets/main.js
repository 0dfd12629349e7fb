// What is shown: the address says which page and item; everything is drawn from `view`.

const view = { page: -1, item: null, columns: "two", shortcuts: true };

/** The address of a page, an item or an artifact within the report. */
function hashOf(shown) {
  if (shown.type === "artifact") return `#/${encodeURI(`${shown.page.id}#at:${shown.start}`)}`;
  if (shown.type) itemsOf(shown.page.number);
  return `#/${encodeURI(shown.type ? shown.name : shown.id)}`;
}

/** The page and item that an address names. */
function named(hash) {
  const name = decoded(hash).replace(/^#\/?/, "");
  const page = pageNumbers.get(name.split(/[#&]/)[0]);
  if (page === undefined) return { page: -1, item: null };
  const [, artifact] = name.split("#at:");
  if (artifact) return { page, item: pageData(page).artifacts.find((a) => a.start === Number(artifact)) || null };
  return { page, item: itemNamed(name) };
}

function decoded(hash) {
  try {
    return decodeURI(hash);
  } catch {
    return "";
  }
}

/** Shows what an address names, at once; a step within a page is none that `back` takes back. */
function go(hash) {
  const stays = named(hash).page === view.page;
  window.history[stays ? "replaceState" : "pushState"](null, "", hash);
  arrive();
}

/** Shows what the address names, and puts the focus there. */
function arrive() {
  const { page, item } = named(window.location.hash);
  const turned = page !== view.page;
  view.item = item;
  if (turned) {
    view.page = page;
    drawMain();
    drawPages();
    window.scrollTo(0, 0);
  }
  markChosen();
  drawCard();
  if (item && (places.has(item) || flags.has(item))) showInText(item);
  else if (item) showInTable(item);
  else if (turned) document.getElementById("title").focus({ preventScroll: true });
}

function drawMain() {
  document.body.classList.toggle("on-page", view.page >= 0);
  places.clear();
  flags.clear();
  rowPlaces.clear();
  if (view.page < 0) drawOverview();
  else drawPage(pages[view.page]);
  document.title = `${view.page < 0 ? say("overview") : pages[view.page].title.replace(HIDDEN, "") || pages[view.page].id} – rectoverso`;
}

function drawTop() {
  const input = h("input", { type: "file", accept: ".jsonl,.json,.txt", class: "unseen", tabindex: "-1", "aria-hidden": "true", id: "import", onchange: importFile });
  const count = decidedCount();
  fill(document.getElementById("top"),
    h("a", { class: "brand", href: "#" }, "rectoverso"),
    h("span", { class: "release" }, overview.old ? [quoted(overview.old), " → ", quoted(overview.release)] : quoted(overview.release)),
    kept ? null : h("span", { class: "notice small" }, say("kept-nowhere")),
    h("span", { class: "spring" }),
    button([say("export"), count ? h("span", { class: "tally" }, number(count)) : null], exportFile),
    button(say("import"), () => input.click()), input,
    h("label", { class: "pick" }, h("span", { class: "unseen" }, say("theme-label")), h("select", { id: "theme", onchange: (event) => setTheme(event.target.value) },
      ["auto", "light", "dark"].map((theme) => h("option", { value: theme, selected: theme === (document.documentElement.dataset.theme || "auto") }, say("theme", { theme }))))),
    h("div", { class: "switch", role: "group", "aria-label": say("language-label") },
      LANGUAGES.map((code) => button(ownName(code), () => setLanguage(code), { "aria-pressed": String(code === language), lang: code }))),
    button([say("help"), key("?")], showHelp));
}

/** The name of a language in itself. */
function ownName(code) {
  const name = new Intl.DisplayNames([code], { type: "language" }).of(code);
  return name[0].toUpperCase() + name.slice(1);
}

function setTheme(theme) {
  remember("rectoverso.theme", theme);
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function setLanguage(code) {
  language = code;
  remember("rectoverso.language", code);
  draw();
  document.querySelector(`#top button[lang="${code}"]`).focus();
}

/** Everything, anew. */
function draw() {
  document.documentElement.lang = language;
  document.getElementById("skip").textContent = say("skip");
  drawTop();
  drawSide();
  drawMain();
  markChosen();
  drawCard();
}

// --- What is hovered or focused says what it is ------------------------------------------------

function showTip(node) {
  const item = shownItems.get(node);
  if (!item || item === view.item || (item.finding && item.finding === view.item)) return; // the card says it
  const tip = document.getElementById("tip");
  tip.textContent = tipText(item);
  tip.hidden = false;
  node.setAttribute("aria-describedby", "tip");
  const box = node.getClientRects()[0] || node.getBoundingClientRect();
  const above = box.top > tip.offsetHeight + 12;
  tip.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${above ? box.top - tip.offsetHeight - 6 : box.bottom + 6}px`;
}

function tipText(item) {
  if (item.type === "link") return item.finding ? `${item.finding.code}: ${item.finding.message[language]}` : say("disagreement", { number: item.number });
  if (item.type === "artifact") return [say("tip-artifact", { rule: item.rule }), ruleSaid(item.rule)].filter(Boolean).join(" · ");
  if (item.type === "finding") return `${item.code}: ${item.message[language]}`;
  if (item.type !== "fact") return `${subjectWord(item.kind)}: ${say("op", { op: item.change.op })}`;
  return `${term("kind", item.kind)} ${item.value} · ${item.rule}`.replace(HIDDEN, "");
}

function hideTip() {
  document.getElementById("tip").hidden = true;
  for (const node of document.querySelectorAll('[aria-describedby="tip"]')) node.removeAttribute("aria-describedby");
}

function clicked(event) {
  const link = event.target.closest?.("a");
  const item = link && shownItems.get(link);
  if (!item || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (item.type === "link") {
    if (item.finding) pick(item.finding);
    if (event.detail === 0 || item.other.flag) showLink(item.other);
    return;
  }
  pick(item);
  if (link.closest(".list")) showInText(item);
}

/** Makes an item the one that is looked at, without moving. */
function pick(item) {
  view.item = item;
  window.history.replaceState(null, "", hashOf(item));
  markChosen();
  drawCard();
}

function start() {
  readReviews();
  const theme = remembered("rectoverso.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const spoken = remembered("rectoverso.language");
  if (LANGUAGES.includes(spoken)) language = spoken;
  view.shortcuts = remembered("rectoverso.shortcuts") !== "off";
  if (!pages.some((page) => page.tiers.some((count, n) => count && overview.tiers[n] !== "auto") || page.findings[1] + page.findings[2])) filters.scope = "all";
  draw();
  document.addEventListener("keydown", typed);
  document.addEventListener("click", clicked);
  document.addEventListener("mouseover", (event) => (event.target.closest?.("[data-mark]") ? showTip(event.target.closest("[data-mark]")) : event.target.closest?.("#tip") || hideTip()));
  document.addEventListener("focusin", (event) => (event.target.matches("[data-mark]") ? showTip(event.target) : hideTip()));
  document.addEventListener("scroll", hideTip, { passive: true });
  window.addEventListener("hashchange", arrive);
  window.addEventListener("beforeprint", () => growing.forEach((grow) => grow()));
  window.addEventListener("storage", (event) => {
    if (event.key !== STORE) return;
    readReviews();
    draw();
  });
  if (window.location.hash) arrive();
}

start();
