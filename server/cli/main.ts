import { Command, CommanderError, Option } from "commander";
import { z } from "zod";
import type { ErrorCode } from "@/lib/core/errors";
import { closeDatabase } from "@/server/db/client";
import { alwaysInTeam } from "@/server/db/own-team";
import { adoptRunningDatabase } from "@/server/db/running";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { addBackupCommands } from "./backup";
import { addCalibrateCommand } from "./calibrate";
import { addDataCommands } from "./data";
import { addDeployCommand } from "./deploy";
import { addDetectCommand } from "./detect";
import { addEvalCommand } from "./eval";
import { addModelCommands } from "./model";
import { addMonitorCommands } from "./monitor";
import { describeError, say } from "./output";
import { addTrainCommands } from "./train";

function createProgram(): Command {
  const program = new Command("forage")
    .description("Finds food and plants in photos; measures and imports the models for it.")
    .addOption(
      new Option("--team <id>", "work for this team; default: the first admin's own")
        .env("FORAGE_TEAM")
        .default(LOCAL_USER_ID),
    )
    .hook("preAction", (command) => alwaysInTeam(z.uuid().parse(command.opts<{ team: string }>().team)))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      writeErr: (text) => say(text.trimEnd()),
    });
  addDetectCommand(program);
  addEvalCommand(program);
  addCalibrateCommand(program);
  addDataCommands(program);
  addModelCommands(program);
  addTrainCommands(program);
  addDeployCommand(program);
  addMonitorCommands(program);
  addBackupCommands(program);
  return program;
}

/** Failures that a flag of the command resolves. */
const ASKS: ReadonlySet<string> = new Set<ErrorCode>(["import/ambiguous"]);

/**
 * Runs one command.
 * @param args without the program's name
 * @returns the exit status: 0 done, 1 failed, 2 wrong usage, or something has to be said with a flag
 */
export async function main(args: readonly string[]): Promise<number> {
  try {
    await adoptRunningDatabase();
    await createProgram().parseAsync([...args], { from: "user" });
    return typeof process.exitCode === "number" ? process.exitCode : 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { code, message, facts } = describeError(error);
    say(`${message}\n(${code}${Object.keys(facts).length > 0 ? ` ${JSON.stringify(facts)}` : ""})`);
    if (code === "server/unexpected" && process.env.FORAGE_DEBUG) console.error(error);
    return ASKS.has(code) ? 2 : 1;
  } finally {
    await closeDatabase();
  }
}
