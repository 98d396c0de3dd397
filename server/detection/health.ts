import { readFileSync } from "node:fs";
import { env } from "onnxruntime-node";
import { sentenceOf } from "@/lib/contracts/error-sentences";
import type { HealthResponse } from "@/lib/contracts/health";
import { AppError, isAppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { toAppError } from "@/server/errors/expected-error";
import { projectPath } from "@/server/storage/project-root";
import { webPool } from "./pool/web-pool";
import { isUsed } from "./remote/remote-figures";
import { remoteSettings } from "./remote/remote-settings";
import { askDatabase } from "./repository";

type Failed = Extract<HealthResponse["detection"], { error: unknown }>;

/** Of Forage. */
export function ownVersion(): string {
  const text = readFileSync(projectPath("package.json"), "utf8");
  const { version } = JSON.parse(text) as { version?: string };
  return version ?? "unknown";
}

async function detectionHealth(): Promise<HealthResponse["detection"]> {
  try {
    const warm = await webPool().warm();
    const settings = remoteSettings(process.env);
    if (!settings) return warm;
    const inUse = settings.urls.filter((url) => isUsed(url)).length;
    return { ...warm, remote: { servers: settings.urls.length, inUse } };
  } catch (cause) {
    return detectionFailure(cause);
  }
}

/** Why the network could not be loaded, as it is told. */
export function detectionFailure(cause: unknown): Pick<Failed, "error"> {
  const error = isAppError(cause) ? cause : new AppError("server/unexpected", { cause });
  return { error: { code: error.code, message: sentenceOf(error) } };
}

/** Whether the database answers. */
export async function databaseHealth(): Promise<HealthResponse["database"]> {
  try {
    await askDatabase(connection());
    return { isUp: true };
  } catch (cause) {
    const error = toAppError(cause);
    return { error: { code: error.code, message: sentenceOf(error) } };
  }
}

/** Whether the server can detect and its database answers, where its network runs, and the versions that matter in a report. */
export async function readHealth(): Promise<HealthResponse> {
  const [detection, database] = await Promise.all([detectionHealth(), databaseHealth()]);
  return {
    ok: "provider" in detection && "isUp" in database,
    version: ownVersion(),
    node: process.version,
    onnxRuntime: env.versions?.node ?? env.versions?.common ?? "unknown",
    database,
    detection,
  };
}
