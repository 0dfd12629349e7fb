// What is reviewed: facts, findings, and changes of what is gone. The queue is what j and k walk.

const queues = new Map();

/** The items of a page: first those without a place, then in the order of the text. */
function itemsOf(number) {
  if (!queues.has(number)) {
    const data = pageData(number);
    const items = [...data.loose, ...data.facts, ...data.findings];
    items.forEach((item, at) => (item.order = at));
    items.sort((a, b) => a.start - b.start || a.order - b.order);
    nameItems(items);
    queues.set(number, items);
  }
  return queues.get(number);
}

/** Names that no two items share: several changes may be of one section, or of the page. */
function nameItems(items) {
  const times = new Map();
  for (const item of items) {
    const again = times.get(item.id) || 0;
    item.name = again ? `${item.id}&${again + 1}` : item.id;
    times.set(item.id, again + 1);
  }
}

/** The item that an address names. */
const itemNamed = (name) =>
  itemsOf(pageNumbers.get(name.split(/[#&]/)[0])).find((item) => item.name === name) || null;

/** Whether somebody should look at an item, whatever the filters say. */
function asksForReview(item) {
  if (item.change && item.change.tier !== "auto") return true;
  if (item.type === "finding" && item.severity !== "note") return true;
  return stateOf(item) === "lapsed";
}

const queueOf = (number) => (pageMayPass(pages[number]) ? itemsOf(number).filter(passes) : []);

/** The item after or before one in the queue of all pages, null at its end. */
function neighbour(item, pageNumber, step) {
  const start = item ? item.page.number : Math.max(pageNumber, 0);
  const here = queueOf(start);
  const at = item ? here.indexOf(item) : step > 0 || pageNumber < 0 ? -1 : here.length;
  const next = at < 0 && item ? besides(item, here, step) : here[at + step];
  if (next) return next;
  for (let page = start + step; page >= 0 && page < pages.length; page += step) {
    const queue = queueOf(page);
    if (queue.length) return step > 0 ? queue[0] : queue[queue.length - 1];
  }
  return null;
}

/** The neighbour of an item that is not in the queue itself. */
function besides(item, queue, step) {
  if (step > 0) return queue.find((other) => other.start > item.start);
  return queue.filter((other) => other.start < item.start).pop();
}

/** What an item is called in lists and announcements. */
function itemName(item) {
  if (item.type === "finding") return item.code;
  return `${subjectWord(item.kind)} ${item.value}`.trim();
}
