/**
 * Reads a list of class names, one a line, as labelling tools write `classes.txt` and `obj.names`. The line is the
 * class: an empty one keeps its place, so that none after it moves.
 * @returns by class index, "" for a line without a name; blank lines at the end are none
 */
export function readClassList(text: string): readonly string[] {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n?|\n/)
    .map((line) => line.trim());
  while (lines.at(-1) === "") lines.pop();
  return lines;
}
