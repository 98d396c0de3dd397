import { readClassList } from "./read-class-list";
import { readDataYaml } from "./read-data-yaml";

/**
 * Reads class names as people keep them: one a line, a whole `data.yaml` or its `names`, or the names alone as
 * YAML, JSON or Python write them (`- apple`, `0: apple`, `[apple, 'bell pepper']`, `{0: 'apple'}`).
 * @returns by class index, "" for one without a name; empty when there are none
 */
export function readNameList(text: string): readonly string[] {
  const listed = text.replace(/^\uFEFF/, "").trim();
  if (listed === "") return [];
  return yamlNames(listed) ?? yamlNames(`names:\n${indented(listed)}`) ?? plainNames(text);
}

const indented = (text: string) => text.replace(/^/gm, "  ");

function yamlNames(text: string): readonly string[] | undefined {
  try {
    return readDataYaml(text).names;
  } catch {
    // no YAML, or YAML of something else: a list with one name a line then
    return undefined;
  }
}

/** One a line; commas and quotes go when every line has them, and are part of a name otherwise. */
function plainNames(text: string): readonly string[] {
  const lines = readClassList(text);
  const named = lines.filter((line) => line !== "");
  const isListed = named.length > 1 && named.slice(0, -1).every((line) => line.endsWith(","));
  const bare = isListed ? lines.map((line) => line.replace(/,$/, "").trim()) : lines;
  const isQuoted = bare.filter(Boolean).every((line) => /^(["']).*\1$/.test(line) && line.length > 1);
  return isQuoted ? bare.map((line) => line.slice(1, -1).trim()) : bare;
}
