// Dialogs: the reason of a rejection, and help.

function dialog(title, ...children) {
  const node = h(
    "dialog",
    { "aria-labelledby": "dialog-title", onclose: () => node.remove() },
    h("h2", { id: "dialog-title" }, title),
    children,
  );
  document.body.append(node);
  node.showModal();
  return node;
}

/** Asks why an item is rejected; without a reason nothing is. */
function askReason() {
  const { item } = view;
  if (!item || item.type === "artifact") return;
  const field = h("textarea", { id: "reason", rows: "3", required: true }, reviewOf(item)?.reason || "");
  const done = () => {
    if (!field.value.trim()) {
      field.reportValidity();
      return;
    }
    open.close();
    rejectItem(item, field.value.trim());
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) done();
  });
  const open = dialog(
    say("reject-what"),
    h("p", { class: "value" }, quoted(itemName(item))),
    h("label", { for: "reason" }, say("reason")),
    field,
    h(
      "div",
      { class: "buttons" },
      button(say("reject-what"), done, { class: "reject" }),
      button(say("cancel"), () => open.close()),
    ),
  );
  field.focus();
}

const KEYS = [["j", "k"], ["a"], ["r"], ["u"], ["n", "p"], ["t"], ["x"], ["v"], ["o"], ["/"], ["?"]];

function showHelp() {
  if (document.querySelector("dialog[open]")) return;
  const shortcuts = h("input", {
    type: "checkbox",
    checked: view.shortcuts,
    onchange: (event) => {
      view.shortcuts = event.target.checked;
      remember("rectoverso.shortcuts", view.shortcuts ? "on" : "off");
    },
  });
  const open = dialog(
    say("help"),
    h(
      "dl",
      { class: "keys" },
      KEYS.map((names) => [
        h(
          "dt",
          null,
          names.map((name, n) => [n ? " " : null, h("kbd", null, name)]),
        ),
        h("dd", null, say("key", { key: names[0] })),
      ]),
    ),
    h("p", null, say("meaning")),
    h("label", { class: "check" }, shortcuts, " ", say("shortcuts")),
    h("p", { class: "quiet" }, say(kept ? "kept-here" : "kept-nowhere")),
    h(
      "div",
      { class: "buttons" },
      button(say("close"), () => open.close()),
    ),
  );
}

/** Offers the decisions as a file. */
function exportFile() {
  const text = exportedReviews();
  const url = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
  const link = h("a", { href: url, download: "reviews.jsonl" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  tell(say("exported", { count: text.split("\n").length - 1 }));
}

async function importFile(event) {
  const [file] = event.target.files;
  if (!file) return;
  const { taken, wrong } = importReviews(await file.text());
  event.target.value = "";
  draw();
  tell(
    wrong.length
      ? say("imported-some", { count: taken, lines: wrong.slice(0, 5).join(", ") })
      : say("imported", { count: taken }),
  );
}
