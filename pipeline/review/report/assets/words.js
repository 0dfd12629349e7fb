// What the interface says: the catalogues of the program, in the language that was chosen.

const LANGUAGES = Object.keys(overview.words);
let language = overview.language;

/** The sentence of a code, as pipeline/messages.py makes it: `{name}` for a detail, or its table. */
function say(code, details = {}) {
  const entry = overview.words[language][code];
  if (entry === undefined) throw new Error(`no words for ${code}`);
  const tables = typeof entry === "string" ? {} : entry;
  const fill = (text, within) =>
    text.replace(/\{([a-z][a-z0-9_]*)\}/g, (_, name) => {
      const value = String(details[name]);
      const table = tables[name];
      return table === undefined || name === within ? value : fill(choose(table, value), name);
    });
  return fill(typeof entry === "string" ? entry : entry.message, "");
}

function choose(table, value) {
  if (value in table) return table[value];
  const one = value === "1" || (value === "0" && language === "fr");
  return one && "one" in table ? table.one : table.other;
}

/** A word that all rooms of the program share, such as the name of a kind. */
const term = (table, value) => overview.words[language].terms[table][value] || value;

const subjectWord = (kind) =>
  overview.kinds.includes(kind) ? term("kind", kind) : say("subject", { subject: kind });

const number = (value) => value.toLocaleString(language);

/** What a rule looks for, in a sentence; '' where nobody wrote one. */
const ruleSaid = (rule) => overview.rules[rule]?.[language] || "";
