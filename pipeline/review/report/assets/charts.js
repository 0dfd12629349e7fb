// Two charts, drawn as SVG; each has a table that says the same.

const totals = (key) =>
  pages
    .filter((page) => !page.gone)
    .reduce((sum, page) => page[key].map((count, n) => count + (sum[n] || 0)), []);

function chart(name, drawing, head, rows, key) {
  return h(
    "figure",
    { class: "chart" },
    h("figcaption", null, say(name), key ? h("span", { class: "chart-key" }, key) : null),
    drawing,
    h(
      "details",
      null,
      h("summary", null, say("as-table")),
      h(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": say(name) },
        h(
          "table",
          null,
          h(
            "thead",
            null,
            h(
              "tr",
              null,
              head.map((cell) => h("th", { scope: "col" }, cell)),
            ),
          ),
          h(
            "tbody",
            null,
            rows.map((row) =>
              h(
                "tr",
                null,
                row.map((cell, n) => h(n ? "td" : "th", n ? { class: "number" } : { scope: "row" }, cell)),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** Facts by kind, a small column for each release. */
function factsChart() {
  const { series, kinds } = overview;
  const most = Math.max(1, ...series.flatMap(([, counts]) => counts));
  const width = 96;
  const height = 96;
  const step = Math.min(22, (width - 8) / series.length);
  const drawing = svg(
    "svg",
    { viewBox: `0 0 ${kinds.length * width} ${height + 44}`, role: "img", "aria-label": factsAlternative() },
    kinds.map((kind, n) =>
      svg(
        "g",
        { transform: `translate(${n * width} 0)`, class: kind },
        svg("line", { x1: 0, x2: width - 16, y1: height + 20, y2: height + 20, class: "axis" }),
        series.map(([, counts], at) => {
          const tall = (counts[n] / most) * height;
          const last = at === series.length - 1;
          return [
            svg("rect", {
              x: at * step,
              y: height + 20 - tall,
              width: Math.max(2, step - 4),
              height: tall,
              class: last ? "bar now" : "bar",
            }),
            last
              ? svg(
                  "text",
                  {
                    x: at * step + (step - 4) / 2,
                    y: height + 14 - tall,
                    class: "value",
                    "text-anchor": series.length > 1 ? "middle" : "middle",
                  },
                  number(counts[n]),
                )
              : null,
          ];
        }),
        svg("text", { x: 0, y: height + 38, class: "label" }, term("kind", kind)),
      ),
    ),
  );
  return chart(
    "chart-facts",
    drawing,
    [say("release"), ...kinds.map((kind) => term("kind", kind))],
    series.map(([name, counts]) => [quoted(name), ...counts.map(number)]),
  );
}

function factsAlternative() {
  const [, counts] = overview.series[overview.series.length - 1];
  return `${say("chart-facts")}: ${overview.kinds.map((kind, n) => `${term("kind", kind)} ${number(counts[n])}`).join(", ")}`;
}

/** Agreement of each pair, a bar each, the least agreeing first. */
function pairsChart() {
  const told = [...Array(pairCount).keys()]
    .map(pairData)
    .map((pair) => ({ ...pair, page: pages[pair.pages[0]] }));
  if (!told.length) return null;
  const sorted = told
    .filter((pair) => pair.twins)
    .sort((a, b) => b.differ - a.differ || b.notes - a.notes || b.agree - a.agree);
  const drawn = sorted.slice(0, 12);
  const most = Math.max(1, ...drawn.map((pair) => pair.agree + pair.differ + pair.notes));
  const [left, wide, line] = [170, 270, 24];
  const drawing = svg(
    "svg",
    {
      viewBox: `0 0 ${left + wide + 130} ${drawn.length * line + 4}`,
      role: "img",
      "aria-label": pairsAlternative(sorted),
    },
    svg(
      "defs",
      null,
      svg(
        "pattern",
        { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        svg("rect", { width: 6, height: 6, class: "hatch-ground" }),
        svg("line", { x1: 0, y1: 0, x2: 0, y2: 6, class: "hatch-line" }),
      ),
    ),
    drawn.map((pair, n) => pairBar(pair, n * line, left, wide / most)),
  );
  return chart(
    "chart-pairs",
    drawing,
    [say("page"), say("agree"), say("note"), say("differ")],
    [...sorted, ...told.filter((pair) => !pair.twins)].map((pair) => [
      pairName(pair),
      ...(pair.twins ? [pair.agree, pair.notes, pair.differ].map(number) : ["–", "–", say("no-twins")]),
    ]),
    `= ${say("agree")}   ≈ ${say("note")}   ≠ ${say("differ")}`,
  );
}

function pairName(pair) {
  return h("a", { href: hashOf(pair.page) }, quoted(pair.page.stem));
}

function pairBar(pair, y, left, scale) {
  const parts = [
    ["agree", pair.agree],
    ["note", pair.notes],
    ["differ", pair.differ],
  ];
  let x = left;
  const name = pair.page.stem.length > 25 ? `…${pair.page.stem.slice(-24)}` : pair.page.stem;
  return svg(
    "g",
    { transform: `translate(0 ${y})` },
    svg("text", { x: left - 12, y: 17, class: "label", "text-anchor": "end" }, name.replace(HIDDEN, "")),
    parts.map(([part, count]) => {
      const rect = svg("rect", { x, y: 4, width: count * scale, height: 16, class: `part ${part}` });
      x += count * scale;
      return count ? rect : null;
    }),
    svg(
      "text",
      { x: x + 8, y: 17, class: "label" },
      [
        pair.differ ? `≠ ${number(pair.differ)}` : null,
        pair.notes ? `≈ ${number(pair.notes)}` : null,
        `= ${number(pair.agree)}`,
      ]
        .filter(Boolean)
        .join("   "),
    ),
  );
}

function pairsAlternative(sorted) {
  const sum = (part) => sorted.reduce((all, pair) => all + pair[part], 0);
  return `${say("chart-pairs")}: ${say("agreement", { agree: sum("agree"), differ: sum("differ"), notes: sum("notes") })}`;
}
