const unquote = (text: string) => text.trim().replace(/^(['"])(.*)\1$/, "$2");

/** Splits a flow list or mapping at its commas, not at those inside quotes. */
function splitFlow(text: string): readonly string[] {
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|[^,"'])+/g)].map(([part]) => part.trim()).filter(Boolean);
}

function readFlow(text: string): readonly string[] {
  const inner = text.trim().slice(1, -1);
  if (text.trim().startsWith("[")) return splitFlow(inner).map(unquote);
  const names: string[] = [];
  for (const part of splitFlow(inner)) {
    const colon = part.indexOf(":");
    names[Number(part.slice(0, colon))] = unquote(part.slice(colon + 1));
  }
  return names;
}

function readBlock(lines: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const line of lines) {
    const item = /^\s*-\s+(.*)$/.exec(line);
    const entry = /^\s+(\d+)\s*:\s*(.*)$/.exec(line);
    if (item) names.push(unquote(item[1] ?? ""));
    else if (entry) names[Number(entry[1])] = unquote(entry[2] ?? "");
    else if (line.trim() !== "" && !line.trim().startsWith("#")) break;
  }
  return names;
}

/**
 * Reads the class names of a YOLO set's data.yaml: `names` as a list or a mapping by index, in block or flow style.
 * @returns names by class index
 * @throws RangeError when there are none, or an index is left out
 */
export function readClassNames(yaml: string): readonly string[] {
  const lines = yaml.split(/\r?\n/).map((line) => line.replace(/\s+#.*$/, ""));
  const at = lines.findIndex((line) => /^names\s*:/.test(line));
  if (at < 0) throw new RangeError("data.yaml has no names");
  const rest = (lines[at] ?? "").replace(/^names\s*:/, "").trim();
  let names = readBlock(lines.slice(at + 1));
  if (rest !== "") {
    const text = [rest, ...lines.slice(at + 1)].join(" ");
    const end = text.indexOf(rest.startsWith("[") ? "]" : "}");
    names = readFlow(text.slice(0, end + 1));
  }
  if (names.length === 0 || names.length !== Object.keys(names).length) {
    throw new RangeError("data.yaml's names are empty, or leave an index out");
  }
  return names;
}

/** True when a set says that it names no class: photos without anything to find. */
export function namesNothing(yaml: string): boolean {
  return /^names\s*:\s*(\[\s*\]|\{\s*\})\s*(#.*)?$/m.test(yaml);
}
