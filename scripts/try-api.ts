/**
 * `npm run api:try -- --schemathesis FILE`: starts an own Forage, lets schemathesis send what the OpenAPI document allows and what it does
 * not, and compares the answers with the document. FILE is the program, in an environment of its own outside the repository.
 */
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { projectRoot } from "@/server/storage/project-root";
import { startOwnForage } from "./own-forage";

const { values } = parseArgs({
  options: {
    schemathesis: { type: "string" },
    seconds: { type: "string", default: "120" },
    seed: { type: "string", default: "1" },
  },
});

/** What is known, and why it is not looked at here: docs/detection-server.md. */
const KNOWN = ["positive_data_acceptance", "unsupported_method", "allow_header_conformance"];

async function main(): Promise<number> {
  const { schemathesis, seconds, seed } = values;
  if (!schemathesis) throw new Error("--schemathesis FILE is needed");
  const own = await startOwnForage(projectRoot(), { environment: { FORAGE_LIMITS_TIMES: "500" } });
  try {
    const args = ["run", `${own.address}/api/v1/openapi`, "-n", "25", "--seed", seed];
    const how = ["--phases", "examples,coverage,fuzzing", "--suppress-health-check", "all"];
    const what = ["--warnings", "off", "--max-time", seconds, "--exclude-checks", KNOWN.join(",")];
    const child = spawn(schemathesis, [...args, ...how, ...what], { stdio: "inherit" });
    return await new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
  } finally {
    await own.stop();
  }
}

process.exitCode = await main();
