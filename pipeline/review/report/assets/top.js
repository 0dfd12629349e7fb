// The top: release, decisions in and out, colours, language, help.

function drawTop() {
  const input = h("input", {
    type: "file",
    accept: ".jsonl,.json,.txt",
    class: "unseen",
    tabindex: "-1",
    "aria-hidden": "true",
    id: "import",
    onchange: importFile,
  });
  const count = decidedCount();
  fill(
    document.getElementById("top"),
    h("a", { class: "brand", href: "#" }, "rectoverso"),
    h(
      "span",
      { class: "release" },
      overview.old ? [quoted(overview.old), " → ", quoted(overview.release)] : quoted(overview.release),
    ),
    kept ? null : h("span", { class: "notice small" }, say("kept-nowhere")),
    h("span", { class: "spring" }),
    button([say("export"), count ? h("span", { class: "tally" }, number(count)) : null], exportFile),
    button(say("import"), () => input.click()),
    input,
    h(
      "label",
      { class: "pick" },
      h("span", { class: "unseen" }, say("theme-label")),
      h(
        "select",
        { id: "theme", onchange: (event) => setTheme(event.target.value) },
        ["auto", "light", "dark"].map((theme) =>
          h(
            "option",
            { value: theme, selected: theme === (document.documentElement.dataset.theme || "auto") },
            say("theme", { theme }),
          ),
        ),
      ),
    ),
    h(
      "div",
      { class: "switch", role: "group", "aria-label": say("language-label") },
      LANGUAGES.map((code) =>
        button(ownName(code), () => setLanguage(code), {
          "aria-pressed": String(code === language),
          lang: code,
        }),
      ),
    ),
    button([say("help"), key("?")], showHelp),
  );
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
