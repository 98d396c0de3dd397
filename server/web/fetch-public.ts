import { lookup } from "node:dns/promises";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { AppError } from "@/lib/core/errors";
import { isPublicAddress } from "./public-address";

const MAX_REDIRECTS = 5;
const TIMEOUT_MS = 15_000;

export interface Fetched {
  readonly bytes: Uint8Array;
  /** As the server named it, without parameters, in lower case; "" when it named none. */
  readonly contentType: string;
  /** What the type says beside its name: "utf-8", or "" when nothing. */
  readonly charset: string;
  /** Where the redirects ended. */
  readonly url: string;
}

/** What is asked for. */
export interface WantedBody {
  /** The Accept header. */
  readonly accept: string;
  /** Why, for the User-Agent header. */
  readonly purpose: string;
  readonly maxBytes: number;
  /** Looks at the type before the body is read. @throws to refuse it */
  readonly checkType: (contentType: string) => void;
}

export interface FetchOptions {
  /** Every address of a name. */
  readonly resolve?: (hostname: string) => Promise<readonly string[]>;
  /** Where to connect for a public address: tests put their own server there. */
  readonly dial?: (address: string, port: number) => { readonly host: string; readonly port: number };
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

/** What is sent to an address. */
export interface PostedBody {
  readonly body: string;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Why, for the User-Agent header. */
  readonly purpose: string;
}

type Settings = Required<FetchOptions> & {
  readonly wanted: Pick<WantedBody, "accept" | "purpose" | "checkType">;
  readonly post?: PostedBody;
};

async function resolveName(hostname: string): Promise<readonly string[]> {
  return (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address);
}

function parseUrl(text: string, base?: URL): URL {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch (cause) {
    throw new AppError("url/invalid", { cause });
  }
  const isWeb = url.protocol === "http:" || url.protocol === "https:";
  if (!isWeb || url.username || url.password) throw new AppError("url/invalid");
  return url;
}

/**
 * The one address to connect to. A name that has any private address is refused whole, since the name would otherwise
 * choose the address.
 */
async function publicAddressOf(url: URL, resolve: Settings["resolve"]): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  let addresses: readonly string[];
  try {
    addresses = isIP(host) ? [host] : await resolve(host);
  } catch (cause) {
    throw new AppError("url/unreachable", { facts: { host }, cause });
  }
  const [first] = addresses;
  if (first === undefined) throw new AppError("url/unreachable", { facts: { host } });
  if (!addresses.every(isPublicAddress)) throw new AppError("url/private-address", { facts: { host } });
  return first;
}

/** Asks exactly the address that was checked, whatever the name resolves to now. */
function request(
  url: URL,
  { address, signal, settings }: { address: string; signal: AbortSignal; settings: Settings },
): Promise<IncomingMessage> {
  const isSecure = url.protocol === "https:";
  const name = url.hostname.replace(/^\[|\]$/g, "");
  const { host, port } = settings.dial(address, Number(url.port) || (isSecure ? 443 : 80));
  return new Promise((resolve, reject) => {
    const sent = (isSecure ? https : http).request(
      {
        host,
        port,
        path: `${url.pathname}${url.search}`,
        method: settings.post ? "POST" : "GET",
        agent: false,
        signal,
        // the certificate is checked against the name, not the address
        ...(isSecure && !isIP(name) ? { servername: name } : {}),
        headers: {
          host: url.host,
          accept: settings.wanted.accept,
          "accept-encoding": "identity",
          "user-agent": `Forage (${settings.wanted.purpose})`,
          ...(settings.post
            ? {
                ...settings.post.headers,
                "content-type": settings.post.contentType,
                "content-length": String(Buffer.byteLength(settings.post.body)),
              }
            : {}),
        },
      },
      resolve,
    );
    sent.on("error", reject);
    sent.end(settings.post?.body);
  });
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () => {
    response.destroy();
    return new AppError("url/too-large", { facts: { limitMegabytes: maxBytes / 2 ** 20 } });
  };
  if (Number(response.headers["content-length"] ?? 0) > maxBytes) throw tooLarge();
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBytes) throw tooLarge();
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function typeOf(response: IncomingMessage): { readonly contentType: string; readonly charset: string } {
  const [type = "", ...parameters] = (response.headers["content-type"] ?? "").split(";");
  const charset = parameters.map((part) => /^\s*charset="?([\w-]+)"?/i.exec(part)?.[1] ?? "").find(Boolean);
  return { contentType: type.trim().toLowerCase(), charset: charset?.toLowerCase() ?? "" };
}

async function follow(start: URL, signal: AbortSignal, settings: Settings): Promise<Fetched> {
  let url = start;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const address = await publicAddressOf(url, settings.resolve);
    signal.throwIfAborted();
    const response = await request(url, { address, signal, settings });
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (status >= 300 && status < 400 && location) {
      response.destroy();
      url = parseUrl(location, url);
      continue;
    }
    if (status !== 200) {
      response.destroy();
      throw new AppError("url/unreachable", { facts: { host: url.hostname, status } });
    }
    const type = typeOf(response);
    try {
      settings.wanted.checkType(type.contentType);
    } catch (error) {
      response.destroy();
      throw error;
    }
    const bytes = await readBody(response, settings.maxBytes);
    return { bytes, ...type, url: url.href };
  }
  throw new AppError("url/unreachable", { facts: { host: url.hostname, status: "too many redirects" } });
}

/**
 * Fetches from the public internet what a person asked for. Each name is resolved once, all its addresses are checked,
 * and the connection goes to the checked one; each redirect starts over. Nothing is stored.
 * @throws AppError url/…, and what `checkType` throws
 */
export async function fetchPublic(
  address: string,
  wanted: WantedBody,
  options: FetchOptions = {},
): Promise<Fetched> {
  const settings: Settings = {
    resolve: resolveName,
    dial: (host, port) => ({ host, port }),
    timeoutMs: TIMEOUT_MS,
    maxBytes: wanted.maxBytes,
    wanted,
    ...options,
  };
  return inTime(parseUrl(address.trim()), settings, (url, signal) => follow(url, signal, settings));
}

/** @throws AppError url/invalid for what no public web address can be */
export const checkWebAddress = (address: string): URL => parseUrl(address.trim());

/**
 * Sends something to a public address, by the same checks. A redirect is not followed: it would be told elsewhere.
 * @throws AppError url/…; url/unreachable for an answer that is not of the 200s
 */
export async function postPublic(
  address: string,
  post: PostedBody,
  options: FetchOptions = {},
): Promise<void> {
  const settings: Settings = {
    resolve: resolveName,
    dial: (host, port) => ({ host, port }),
    timeoutMs: TIMEOUT_MS,
    maxBytes: 0,
    wanted: { accept: "*/*", purpose: post.purpose, checkType: () => undefined },
    post,
    ...options,
  };
  await inTime(parseUrl(address.trim()), settings, async (url, signal) => {
    const checked = await publicAddressOf(url, settings.resolve);
    signal.throwIfAborted();
    const response = await request(url, { address: checked, signal, settings });
    response.destroy();
    const status = response.statusCode ?? 0;
    if (status < 200 || status > 299)
      throw new AppError("url/unreachable", { facts: { host: url.hostname, status } });
  });
}

/** Work with an address that ends in time, its failures as expected ones. */
async function inTime<T>(
  url: URL,
  settings: Settings,
  work: (url: URL, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(settings.timeoutMs);
  const facts = { host: url.hostname, limitSeconds: settings.timeoutMs / 1_000 };
  // a resolver that hangs cannot be aborted: the deadline runs beside it
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new AppError("url/too-slow", { facts })), { once: true });
  });
  try {
    return await Promise.race([work(url, signal), late]);
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (signal.aborted) throw new AppError("url/too-slow", { facts, cause: error });
    throw new AppError("url/unreachable", { facts: { host: url.hostname }, cause: error });
  }
}
