import { AppError } from "@/lib/core/errors";

const DEFAULT_PORT = 3000;
const LOOPBACK_HOSTS = new Set(["127.0.0.1", "localhost"]);

export interface StartSettings {
  readonly port: number;
  readonly isDevelopment: boolean;
}

/**
 * What the environment and the command line say about where to listen. HOSTNAME is not read: shells and containers set
 * it to the machine's name.
 * @throws AppError server/public-address, request/invalid
 */
export function readStartSettings(
  environment: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): StartSettings {
  const { HOST: host = "", PORT: portText = "" } = environment;
  if (host && !LOOPBACK_HOSTS.has(host)) throw new AppError("server/public-address", { facts: { host } });
  const port = portText === "" ? DEFAULT_PORT : Number(portText);
  if (!/^\d*$/.test(portText) || port < 1 || port > 65_535) {
    throw new AppError("server/port-taken", { facts: { port: portText } });
  }
  const unknown = args.find((arg) => arg !== "--dev");
  if (unknown)
    throw new AppError("request/invalid", { facts: { field: `unknown option ${unknown}; known: --dev` } });
  return { port, isDevelopment: args.includes("--dev") };
}
