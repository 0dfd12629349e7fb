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
  if (artifact)
    return { page, item: pageData(page).artifacts.find((a) => a.start === Number(artifact)) || null };
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
  filters.scope = firstScope();
  draw();
  document.addEventListener("keydown", typed);
  document.addEventListener("click", clicked);
  document.addEventListener("mouseover", (event) =>
    event.target.closest?.("[data-mark]")
      ? showTip(event.target.closest("[data-mark]"))
      : event.target.closest?.("#tip") || hideTip(),
  );
  document.addEventListener("focusin", (event) =>
    event.target.matches("[data-mark]") ? showTip(event.target) : hideTip(),
  );
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
