import { existsSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { localContext } from "@/server/api/context";
import { promoteIfPassed } from "@/server/gate/keep-verdict";
import { requirePassed, standingOf } from "@/server/gate/standing";
import {
  history,
  promote,
  registerLocalModel,
  registerModel,
  rollback,
  setAlias,
} from "@/server/models/registry/registry";
import { championId } from "@/server/models/service";
import { keepVerdictFile } from "./model-gate";
import { JSON_OPTION, say, writeLine } from "./output";
import { withDatabase } from "./with-database";

const me = () => localContext().user.id;

interface RegisterFlags {
  readonly origin: "trained" | "uploaded";
  readonly run?: string;
  readonly commit?: string;
  readonly gate?: string;
}

async function registerCommand(model: string, flags: RegisterFlags): Promise<void> {
  const registration = {
    origin: flags.origin,
    runId: flags.run ?? null,
    commit: flags.commit ?? null,
    createdBy: me(),
  };
  const isFolder = existsSync(path.join(model, "manifest.json"));
  const { id } = await (isFolder
    ? registerModel(path.resolve(model), registration)
    : registerLocalModel(model, registration));
  if (flags.gate !== undefined) await keepVerdictFile(flags.gate);
  const promoted = await promoteIfPassed(id, me());
  say(`${id} is registered${promoted ? " and champion" : " as a candidate"}`);
  writeLine({ id, alias: promoted ? "champion" : "candidate", promoted });
}

interface PromoteFlags {
  readonly why: string;
  readonly anyway?: boolean;
}

async function promoteCommand(id: string, { why, anyway }: PromoteFlags): Promise<void> {
  // if asked twice, as by a resumed run, it is done once
  const known = (await championId()) === id;
  if (anyway) say(`the gate says of ${id}: ${(await standingOf(id)).standing}`);
  else await requirePassed(id);
  const move = known ? undefined : await promote(id, { reason: why, movedBy: me() });
  say(`${id} is champion`);
  writeLine({ champion: id, previous: move?.previousId ?? null, move: move?.id ?? null });
}

async function rollbackCommand({ why }: { why: string }): Promise<void> {
  const move = await rollback({ reason: why, movedBy: me() });
  say(`${move.modelId} is champion again and replaces ${move.previousId}`);
  writeLine({ champion: move.modelId, previous: move.previousId, move: move.id });
}

async function historyCommand(id: string | undefined, { limit }: { limit: string }): Promise<void> {
  const moves = await history({ modelId: id, limit: Number(limit) });
  if (moves.length === 0) say("No model was moved yet.");
  for (const move of moves) writeLine(move);
}

/** `forage model register|promote|rollback|archive|history`. */
export function addRegistryCommands(model: Command): void {
  model
    .command("register")
    .description("register a model version as a candidate")
    .argument("<model>", "its folder, or name/version of one in the data folder")
    .option("--origin <kind>", "trained or uploaded", "trained")
    .option("--run <id>", "the training run that made it")
    .option("--commit <sha>", "of the code that made it")
    .option("--gate <file>", "verdict file of `model gate`, stored with the model")
    .option(...JSON_OPTION)
    .action((id: string, flags: RegisterFlags) => withDatabase(() => registerCommand(id, flags)));
  model
    .command("promote")
    .description("make a model the champion that browsers, server and command line use")
    .argument("<id>", "name/version")
    .requiredOption("--why <text>", "the reason, kept in the history")
    .option("--anyway", "even if it has not passed the gate against the current champion")
    .option(...JSON_OPTION)
    .action((id: string, flags: PromoteFlags) => withDatabase(() => promoteCommand(id, flags)));
  model
    .command("rollback")
    .description("make the previous champion the champion again")
    .requiredOption("--why <text>", "the reason, kept in the history")
    .option(...JSON_OPTION)
    .action((flags: { why: string }) => withDatabase(() => rollbackCommand(flags)));
  model
    .command("archive")
    .description("archive a candidate")
    .argument("<id>", "name/version")
    .requiredOption("--why <text>", "the reason, kept in the history")
    .option(...JSON_OPTION)
    .action((id: string, { why }: { why: string }) =>
      withDatabase(async () => writeLine(await setAlias(id, "archived", { reason: why, movedBy: me() }))),
    );
  model
    .command("history")
    .description("one line for each change of champion or candidate, newest first")
    .argument("[id]", "name/version")
    .option("--limit <count>", "how many", "100")
    .option(...JSON_OPTION)
    .action((id: string | undefined, flags: { limit: string }) =>
      withDatabase(() => historyCommand(id, flags)),
    );
}
