// The keyboard: one key, one thing; none while something is typed, none where they are switched off.

const actions = {
  j: () => step(1),
  k: () => step(-1),
  a: () => acceptItem(),
  r: () => askReason(),
  u: () => takeBack(),
  n: () => turn(1),
  p: () => turn(-1),
  t: () => swapPlace(),
  x: () => view.item?.link?.other && showLink(view.item.link.other),
  v: () => view.page >= 0 && hasTwin(pages[view.page]) && setColumns(view.columns === "two" ? "one" : "two"),
  o: () => go("#"),
  "/": () => document.getElementById("search").focus(),
  "?": () => showHelp(),
};

function typed(event) {
  if (event.key === "Escape") hideTip();
  const chord = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");
  if (chord || !view.shortcuts) return;
  if (document.querySelector("dialog[open]")) return;
  const at = event.target;
  if (at.matches?.("textarea, select, input:not([type=checkbox]):not([type=radio])")) {
    if (event.key === "Escape") at.blur();
    return;
  }
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

/** The next item of the queue, or the one before. */
function step(by) {
  const next = neighbour(view.item, view.page, by);
  if (!next) tell(say("no-more"));
  else go(hashOf(next));
}

/** The next page of the list, or the one before. */
function turn(by) {
  const listed = listedPages();
  const at = listed.findIndex((page) => page.number === view.page);
  const next = at < 0 ? listed.find((page) => page.number > view.page) : listed[at + by];
  if (next) go(hashOf(next));
}

/** From the place of an item to its row, and back. */
function swapPlace() {
  const { item } = view;
  if (!item) return;
  if (document.activeElement?.closest(".list")) showInText(item);
  else showInTable(item);
}

function acceptItem() {
  const { item } = view;
  if (!item || item.type === "artifact") return;
  decided(item, "accept", "");
}

function rejectItem(item, reason) {
  decided(item, "reject", reason);
}

function decided(item, decision, reason) {
  const next = neighbour(item, view.page, 1);
  decide(item, decision, reason);
  drawState(item);
  const told = say(decision === "accept" ? "told-accepted" : "told-rejected", { what: itemName(item) });
  tell(kept ? told : `${told} ${say("kept-nowhere")}`);
  drawTop();
  if (next) go(hashOf(next));
  else drawCard();
}

function takeBack() {
  const item = undo();
  if (!item) {
    tell(say("nothing-to-undo"));
    return;
  }
  drawState(item);
  drawTop();
  go(hashOf(item));
  drawCard();
  tell(say("told-undone", { what: itemName(item) }));
}
