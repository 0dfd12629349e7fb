// Offsets of the data count code points; strings of the browser count UTF-16 units.

/** A function from an offset in code points to one in units of the text. */
function offsetsOf(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (offset) => offset;
  const units = [];
  let at = 0;
  for (const character of text) {
    units.push(at);
    at += character.length;
  }
  units.push(at);
  const table = Uint32Array.from(units);
  return (offset) => table[Math.min(offset, table.length - 1)];
}
