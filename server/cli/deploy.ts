import path from "node:path";
import type { Command } from "commander";
import { AppError } from "@/lib/core/errors";
import { deployChampion } from "@/server/deploy/deploy-champion";
import { remoteSettings } from "@/server/detection/remote/remote-settings";
import { releaseNetworks } from "@/server/detection/service";
import { JSON_OPTION, say, writeLine } from "./output";
import { withDatabase } from "./with-database";

interface DeployFlags {
  readonly to: string;
  readonly at?: string;
  readonly rollback?: boolean;
  readonly dryRun?: boolean;
}

const isAddress = (text: string) => /^https?:\/\//i.test(text);

/** @throws AppError request/invalid */
function readServer(text: string) {
  const { urls = [], token } = remoteSettings({ ...process.env, FORAGE_INFERENCE_URL: text }) ?? {};
  const [url, ...others] = urls;
  if (url === undefined || others.length > 0) {
    throw new AppError("request/invalid", { facts: { field: "a deploy goes to one server" } });
  }
  return { url, token };
}

async function deployCommand({ to, at, rollback = false, dryRun = false }: DeployFlags): Promise<void> {
  const isServer = isAddress(to);
  if (isServer && at !== undefined) {
    throw new AppError("request/invalid", { facts: { field: "--at goes with a folder in --to" } });
  }
  const address = isServer ? to : at;
  const target = {
    folder: isServer ? undefined : path.resolve(to),
    server: address === undefined ? undefined : readServer(address),
  };
  try {
    const deployed = await withDatabase(() =>
      deployChampion({ target, isRollback: rollback, isDryRun: dryRun, onStep: say }),
    );
    const { model, champion, isChecked } = deployed;
    if (model !== champion) {
      say(
        `Forage's champion is ${champion}: its replicas look at photos themselves until the champion is ${model} (npx forage model rollback) or the server has ${champion} again`,
      );
    }
    if (!dryRun && !isChecked) {
      say("no server was asked: name it with --at to let it load the model and compare its answers");
    }
    writeLine({ ...deployed, isDryRun: dryRun });
  } finally {
    await releaseNetworks();
  }
}

/** `forage deploy`. */
export function addDeployCommand(program: Command): void {
  program
    .command("deploy")
    .description("publish the champion to a server of the Open Inference Protocol: Triton, MLServer, KServe")
    .requiredOption(
      "--to <place>",
      "the folder it reads its models from, or its address where it takes files (Triton)",
    )
    .option(
      "--at <url>",
      "the address of the server that reads the folder: it loads the model, and its answer is compared",
    )
    .option("--rollback", "go back to what was deployed there before")
    .option("--dry-run", "say what would be done, and change nothing")
    .option(...JSON_OPTION)
    .action((flags: DeployFlags) => deployCommand(flags));
}
