import type { Command } from "commander";
export function addEvalCommand(program: Command): void {
  program.command("eval");
}
