import { AppError } from "@/lib/core/errors";
import { remoteSettings } from "@/server/detection/remote/remote-settings";
import { traceSettings } from "@/server/tracing/trace-settings";

const DEFAULT_PORT = 3000;
const LOOPBACK_HOSTS = new Set(["127.0.0.1", "localhost"]);
const SHORTEST_SECRET = 32;
const KNOWN = "--dev, --lan, --cert FILE, --key FILE";

export interface StartSettings {
  readonly port: number;
  readonly isDevelopment: boolean;
  /** What the web server is bound to. */
  readonly host: string;
  /** With `--lan`. */
  readonly lan?: {
    readonly given?: { readonly cert: string; readonly key: string };
    readonly addresses?: string;
  };
  /** The address of a reverse proxy in front, an origin. */
  readonly publicUrl?: string;
  /** What this replica does: pages and API, jobs, or both. */
  readonly role: Role;
  /** How long a server that is to end still answers, saying that it is not ready. */
  readonly drainSeconds: number;
}

const ROLES = ["all", "web", "worker"] as const;
export type Role = (typeof ROLES)[number];
const LONGEST_DRAIN_SECONDS = 600;

type Environment = Readonly<Record<string, string | undefined>>;

const invalid = (field: string) => new AppError("request/invalid", { facts: { field } });

function readOptions(args: readonly string[]) {
  const options = { isDevelopment: false, isLan: false, cert: "", key: "" };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "--dev") options.isDevelopment = true;
    else if (arg === "--lan") options.isLan = true;
    else if (arg === "--cert" || arg === "--key") {
      at += 1;
      const file = args[at];
      if (!file || file.startsWith("--")) throw invalid(`${arg} needs a file`);
      options[arg === "--cert" ? "cert" : "key"] = file;
    } else throw invalid(`unknown option ${arg}; known: ${KNOWN}`);
  }
  return options;
}

function readLan(args: readonly string[], environment: Environment) {
  const { isDevelopment, isLan, cert, key } = readOptions(args);
  if ((cert === "") !== (key === "")) throw invalid("--cert and --key go together");
  if (cert !== "" && !isLan) throw invalid("--cert and --key need --lan");
  if (isLan && isDevelopment) throw invalid("--lan and --dev do not go together");
  if (!isLan) return { isDevelopment };
  const given = cert === "" ? undefined : { cert, key };
  return { isDevelopment, lan: { given, addresses: environment.FORAGE_LAN_ADDRESSES || undefined } };
}

function readPublicUrl(text: string): string | undefined {
  if (text === "") return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "https:" || url.pathname !== "/" || url.search || url.hash || url.username)
    throw invalid("FORAGE_PUBLIC_URL is an address such as https://forage.example, without a path");
  return url.origin;
}

/** Others may reach Forage: its cookies are signed with a secret nobody guesses. */
function checkSecret({ FORAGE_SECRET: secret = "" }: Environment, isMade: boolean): void {
  if (secret.length >= SHORTEST_SECRET || (secret === "" && isMade)) return;
  throw new AppError("account/no-secret", { facts: { characters: SHORTEST_SECRET } });
}

function readPort(text: string): number {
  const port = text === "" ? DEFAULT_PORT : Number(text);
  if (!/^\d*$/.test(text) || port < 1 || port > 65_535)
    throw new AppError("server/port-taken", { facts: { port: text } });
  return port;
}

function readRole(text: string): Role {
  const role = ROLES.find((one) => one === (text || "all"));
  if (!role) throw invalid(`FORAGE_ROLE is one of ${ROLES.join(", ")}`);
  return role;
}

function readDrain(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LONGEST_DRAIN_SECONDS)
    throw invalid(`FORAGE_DRAIN_SECONDS is a whole number up to ${LONGEST_DRAIN_SECONDS}`);
  return seconds;
}

/**
 * What the environment and the command line say about where to listen. HOSTNAME is not read: shells and containers set
 * it to the machine's name.
 * @throws AppError server/public-address, account/no-secret, request/invalid
 */
export function readStartSettings(environment: Environment, args: readonly string[]): StartSettings {
  const { isDevelopment, lan } = readLan(args, environment);
  const { HOST: host = "" } = environment;
  const publicUrl = readPublicUrl(environment.FORAGE_PUBLIC_URL ?? "");
  const role = readRole(environment.FORAGE_ROLE ?? "");
  if (role === "worker" && (lan || isDevelopment)) throw invalid("FORAGE_ROLE=worker has no pages to show");
  const isElsewhere = host !== "" && !LOOPBACK_HOSTS.has(host);
  if (isElsewhere && !publicUrl) throw new AppError("server/public-address", { facts: { host } });
  if (isElsewhere && lan) throw invalid("HOST and --lan do not go together");
  // said now, not at the first photo
  remoteSettings(environment);
  traceSettings(environment);
  if (lan || publicUrl) checkSecret(environment, lan !== undefined && !publicUrl);
  return {
    port: readPort(environment.PORT ?? ""),
    isDevelopment,
    host: isElsewhere ? host : "127.0.0.1",
    lan,
    publicUrl,
    role,
    drainSeconds: readDrain(environment.FORAGE_DRAIN_SECONDS ?? ""),
  };
}
