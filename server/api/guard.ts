import { AppError } from "@/lib/core/errors";

const LOOPBACK_NAMES = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Every Host header, in lower case, that names this computer and a port. */
export function ownHosts(port: string): readonly string[] {
  const names = [...LOOPBACK_NAMES];
  return [...names.map((name) => `${name}:${port}`), ...(port === "80" ? names : [])];
}

/**
 * The Host headers under which others reach Forage over TLS, in lower case: of `--lan`, and of `FORAGE_PUBLIC_URL`.
 * The process in front writes them (`server/start/lan-front.cjs`) as this computer's addresses change.
 */
export function tlsHosts(): readonly string[] {
  return (process.env.FORAGE_TLS_HOSTS ?? "").split(",").filter(Boolean);
}

/** Media types a plain HTML form can send to any site without the browser asking that site first. */
const FORM_TYPES = /^(application\/x-www-form-urlencoded|text\/plain)\b/i;
const MULTIPART = /^multipart\/form-data\b/i;

/** Sites a browser may name as the sender: this app itself, or the person (address bar, bookmark). */
const OWN_SITES = new Set(["same-origin", "none"]);

function foreign(reason: string): AppError {
  return new AppError("request/foreign-origin", { cause: new Error(reason) });
}

function parseHost(host: string): URL | undefined {
  try {
    const url = new URL(`http://${host}`);
    // anything beyond name and port (a path, a user) is not a Host header
    return url.host === host.toLowerCase() || `${url.host}:80` === host.toLowerCase() ? url : undefined;
  } catch {
    return undefined;
  }
}

/** The port this server was started on; in production always known, so a Host with another one is foreign. */
function ownPort(): string | undefined {
  return process.env.PORT;
}

/**
 * Refuses a request with a foreign Host: a page whose name was rebound to 127.0.0.1 sends its own name.
 * @throws AppError request/foreign-origin
 */
export function guardHost(request: Request): void {
  const host = request.headers.get("host");
  if (host && tlsHosts().includes(host.toLowerCase())) return;
  const url = host ? parseHost(host) : undefined;
  if (!url || !LOOPBACK_NAMES.has(url.hostname)) throw foreign(`host ${host}`);
  const port = ownPort();
  if (port && (url.port || "80") !== port) throw foreign(`host ${host}, own port ${port}`);
}

/**
 * Refuses a read started by another site's page: its Host is ours, but the browser names the site it comes from.
 * An `<img>` on a foreign page is stopped here too.
 * @throws AppError request/foreign-origin
 */
export function guardRead(request: Request): void {
  guardHost(request);
  const site = request.headers.get("sec-fetch-site");
  if (site && !OWN_SITES.has(site)) throw foreign(`site ${site}`);
  guardOrigin(request);
}

function guardOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  const host = request.headers.get("host") ?? "";
  const scheme = tlsHosts().includes(host.toLowerCase()) ? "https" : "http";
  if (origin !== null && origin !== `${scheme}://${host}`) throw foreign(`origin ${origin}`);
}

/**
 * Checks every request that changes or computes: Host and Origin are ours, the browser names no other site, and
 * the body is not one that a foreign form could send. A multipart body must say where it comes from (Origin or
 * Sec-Fetch-Site) or carry `X-Forage-Client`, which a form cannot set; a raw body (image/…, application/json,
 * application/octet-stream) cannot come from a form, so scripts without either header pass.
 * @throws AppError request/foreign-origin
 */
export function guardMutation(request: Request): void {
  guardRead(request);
  const type = request.headers.get("content-type") ?? "";
  if (FORM_TYPES.test(type)) throw foreign(`content type ${type}`);
  if (!MULTIPART.test(type)) return;
  const { headers } = request;
  const isFromHere = headers.has("origin") || headers.get("sec-fetch-site") === "same-origin";
  if (!isFromHere && !isFromScript(headers)) throw foreign("multipart body of unnamed origin");
}

/** Every browser calls itself Mozilla, and one that does not would still send Origin with a form's POST. */
function isFromScript(headers: Headers): boolean {
  return headers.has("x-forage-client") || !/^mozilla\//i.test(headers.get("user-agent") ?? "");
}
