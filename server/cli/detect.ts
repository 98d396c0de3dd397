import type { Command } from "commander";
export function addDetectCommand(program: Command): void {
  program.command("detect");
}
