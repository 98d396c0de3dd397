/** A command that a document tells people to run. */
export interface DocumentedCommand {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Without comment and continuation: `npx forage data check DIR --json`. */
  readonly text: string;
  /** The document says beside it that no test runs it. */
  readonly isMarkedNotRun: boolean;
}

/** The start of a command, after settings such as `PORT=3001`. */
const PROGRAMS = [
  "npx",
  "npm",
  "node",
  "forage",
  "python",
  "pip",
  "docker",
  "kubectl",
  "argo",
  "aws",
  "dvc",
  "git",
  "tar",
  "cd",
  "jupyter",
  "mlflow",
  "wandb",
  "yolo",
  "bash",
];
const SETTINGS = /^(?:[A-Z][A-Z0-9_]*=\S+ )*/;
const COMMAND = new RegExp(`${SETTINGS.source}(?:\\S*/)?(?:${PROGRAMS.join("|")}|ruff|mypy|pytest)(?: .+)?$`);
/** After a command, in a code block or after inline code. */
export const NOT_RUN = "not run by a test";

/** A name in backquotes is no command: `npm`, `forage-n/3`, `forage data version create` is one. */
const isInlineCommand = (text: string) => COMMAND.test(text) && / /.test(text);

interface Line {
  readonly number: number;
  readonly text: string;
}

/** Lines of fenced and indented code blocks, continuations joined. */
function blockLines(lines: readonly string[]): {
  readonly code: readonly Line[];
  readonly prose: readonly Line[];
} {
  const code: Line[] = [];
  const prose: Line[] = [];
  let fence = false;
  let isBlock = false;
  for (const [index, text] of lines.entries()) {
    const number = index + 1;
    if (/^\s*```/.test(text)) {
      fence = !fence;
      continue;
    }
    const isBlank = text.trim() === "";
    // an indented line is code behind a blank line or more code, and not inside a list's own paragraph
    const before = lines[index - 1] ?? "";
    if (!isBlank) isBlock = /^(?: {4}|\t)/.test(text) && (isBlock || before.trim() === "");
    if (isBlank) continue;
    if (!fence && !isBlock) {
      prose.push({ number, text });
      continue;
    }
    const last = code.at(-1);
    if (last?.text.endsWith("\\"))
      code[code.length - 1] = {
        number: last.number,
        text: `${last.text.slice(0, -1).trimEnd()} ${text.trim()}`,
      };
    else code.push({ number, text: text.trim() });
  }
  return { code, prose };
}

function fromCode({ number, text }: Line, file: string): DocumentedCommand[] {
  const [whole = "", comment = ""] = text.split(/\s+#\s/, 2);
  const isMarkedNotRun = comment.includes(NOT_RUN);
  return whole
    .split(" && ")
    .map((part) => part.trim())
    .filter((part) => COMMAND.test(part))
    .map((part) => ({ file, line: number, text: part, isMarkedNotRun }));
}

function fromProse({ number, text }: Line, file: string): DocumentedCommand[] {
  return [...text.matchAll(/`([^`]+)`(\s*\(([^)]*)\))?/g)]
    .filter(([, code = ""]) => isInlineCommand(code))
    .flatMap(([, code = "", , remark = ""]) =>
      code.split(" && ").map((part) => ({
        file,
        line: number,
        text: part.trim(),
        isMarkedNotRun: remark.includes(NOT_RUN),
      })),
    );
}

/** Every command in a Markdown document, in its order. */
export function readCommands(markdown: string, file: string): readonly DocumentedCommand[] {
  const { code, prose } = blockLines(markdown.split("\n"));
  return [
    ...code.flatMap((line) => fromCode(line, file)),
    ...prose.flatMap((line) => fromProse(line, file)),
  ].toSorted((a, b) => a.line - b.line);
}

/** Lines of code blocks that hold no command: layouts, settings, output. A test checks that each of them is known. */
export function readOtherCode(markdown: string): readonly string[] {
  return blockLines(markdown.split("\n"))
    .code.map(({ text }) => text)
    .filter(
      (text) =>
        !text
          .split(/\s+#\s/, 1)[0]
          ?.split(" && ")
          .some((part) => COMMAND.test(part.trim())),
    );
}
