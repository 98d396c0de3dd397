import { homedir, tmpdir } from "node:os";
import type { ErrorFacts } from "@/lib/core/errors";
import { dataFolder } from "@/server/storage/data-folder";
import { projectRoot } from "@/server/storage/project-root";

/** Two names or more from the root on, or from a drive on; not the path of an address, which follows a name or slash. */
const ABSOLUTE = /(?<![\w:/.\\])(?:\/|[A-Za-z]:\\)(?:[^\s"'`:;,()<>|/\\]+[/\\])+([^\s"'`:;,()<>|/\\]+)/g;
/** A fact that is only a path, including spaces. */
const IS_PATH = /^(?:\/|[A-Za-z]:[/\\]).*?([^/\\]*)[/\\]*$/s;

/** Folders with a name for people, the longest path first: one may lie in another. */
function namedFolders(): readonly (readonly [folder: string, name: string])[] {
  const named: readonly (readonly [string, string])[] = [
    [dataFolder(), "data folder"],
    [projectRoot(), ""],
    [tmpdir(), "temporary folder"],
    [homedir(), "home folder"],
  ];
  return [...named].filter(([folder]) => folder.length > 1).sort(([a], [b]) => b.length - a.length);
}

/**
 * A text without paths of this computer: a file in the project keeps its path from there on, a folder that has a
 * name is called by it, and any other path is cut to its last name.
 */
export function hidePaths(text: string): string {
  if (!/[/\\]/.test(text)) return text;
  const short = namedFolders().reduce((rest, [folder, name]) => {
    if (rest === folder) return name || "project folder";
    return rest.replaceAll(`${folder}/`, name ? `${name}/` : "").replaceAll(folder, name || "project folder");
  }, text);
  const whole = IS_PATH.exec(short);
  return whole ? (whole[1] ?? "") : short.replaceAll(ABSOLUTE, "$1");
}

/** Facts of an error as they may leave the server. */
export function shownFacts(facts: ErrorFacts): ErrorFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === "string" ? hidePaths(value) : value,
    ]),
  );
}
