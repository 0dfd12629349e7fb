// What is hovered or focused says what it is.

function showTip(node) {
  const item = shownItems.get(node);
  if (!item || item === view.item || (item.finding && item.finding === view.item)) return; // the card says it
  const tip = document.getElementById("tip");
  fill(tip, tipText(item));
  tip.hidden = false;
  node.setAttribute("aria-describedby", "tip");
  const box = node.getClientRects()[0] || node.getBoundingClientRect();
  const above = box.top > tip.offsetHeight + 12;
  tip.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${above ? box.top - tip.offsetHeight - 6 : box.bottom + 6}px`;
}

function tipText(item) {
  if (item.type === "link")
    return item.finding
      ? `${item.finding.code}: ${item.finding.message[language]}`
      : say("disagreement", { number: item.number });
  if (item.type === "artifact")
    return [say("tip-artifact", { rule: item.rule }), ruleSaid(item.rule)].filter(Boolean).join(" · ");
  if (item.type === "finding") return `${item.code}: ${item.message[language]}`;
  if (item.type !== "fact") return `${subjectWord(item.kind)}: ${say("op", { op: item.change.op })}`;
  return `${term("kind", item.kind)} ${item.value} · ${item.rule}`;
}

function hideTip() {
  document.getElementById("tip").hidden = true;
  for (const node of document.querySelectorAll('[aria-describedby="tip"]'))
    node.removeAttribute("aria-describedby");
}
