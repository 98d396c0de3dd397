/**
 * Reads class names as people have them at hand: one a line, or the `names` of a YOLO `data.yaml`, as a list
 * (`- apple`), a map (`0: apple`) or in brackets (`names: [apple, 'bell pepper']`).
 * @returns in their order, without blanks; empty when there are none
 */
export function readNameList(text: string): string[] {
  const listed = text.replace(/^\s*names\s*:/, "").trim();
  const inBrackets = /^\[([\s\S]*)\]$/.exec(listed);
  const parts = inBrackets ? (inBrackets[1] ?? "").split(/[,\n]/) : listed.split(/\r?\n/);
  return parts.map(bare).filter((name) => name !== "");
}

/** A line without list marks, number, comma and quotes. */
function bare(line: string): string {
  const name = line
    .trim()
    .replace(/^(-\s+|\d+\s*:\s*)/, "")
    .replace(/,$/, "")
    .trim();
  const quoted = /^(["'])(.*)\1$/.exec(name);
  return quoted ? (quoted[2] ?? "").trim() : name;
}
