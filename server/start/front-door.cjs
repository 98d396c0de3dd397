/**
 * Required into the web server's process, in front of Next: whatever is asked for, page, file, picture or API, comes
 * under this computer's own name (a foreign one that leads here is DNS rebinding), by a method Forage knows, and with
 * an address that can be read. `server/start/front-door.ts` says which, and what is answered otherwise.
 */
const http = require("node:http");
const net = require("node:net");

const isolationHeaders = require("./isolation-headers.json");

const { hosts, methods, answers } = JSON.parse(process.env.FORAGE_FRONT_DOOR);

/** Read each time: they change with this computer's addresses. */
const tlsHosts = () => (process.env.FORAGE_TLS_HOSTS ?? "").split(",").filter(Boolean);

const isLoopback = (address) => /^(127\.|::1$|::ffff:127\.)/.test(address);
const trustedProxies = new net.BlockList();
for (const entry of (process.env.FORAGE_TRUSTED_PROXY ?? "").split(",").map((one) => one.trim())) {
  const [address, bits] = entry.split("/");
  const family = net.isIP(address) === 6 ? "ipv6" : "ipv4";
  if (net.isIP(address) === 0) continue;
  if (bits === undefined) trustedProxies.addAddress(address, family);
  else if (/^\d{1,3}$/.test(bits)) trustedProxies.addSubnet(address, Number(bits), family);
}
const isTrusted = (address) => trustedProxies.check(address, net.isIP(address) === 6 ? "ipv6" : "ipv4");

/**
 * Where a request comes from: what the socket says. Behind a reverse proxy of ours (`FORAGE_PUBLIC_URL`) it is what the
 * proxy wrote last; a request it says nothing of comes from anywhere but this computer.
 */
function addressOf({ headers, socket }) {
  const address = socket.remoteAddress ?? "";
  if (!process.env.FORAGE_PUBLIC_URL) return address;
  const plain = address.replace(/^::ffff:/, "");
  if (!isLoopback(address) && !isTrusted(plain)) return address;
  const said = (headers["x-forwarded-for"] ?? "").split(",").at(-1).trim();
  const isPublic = tlsHosts().includes((headers.host ?? "").toLowerCase());
  if (said === "" && !isPublic) return address;
  return net.isIP(said) === 0 || isLoopback(said) ? "0.0.0.0" : said;
}

const FORWARDED = /^(forwarded|x-forwarded-.*|x-real-ip)$/;

/** A whole address is for a proxy, which this is not: Next would send the asker on to it. */
function isReadable(address) {
  try {
    return address.startsWith("/") && !decodeURIComponent(address.split(/[?#]/, 1)[0]).includes("\u0000");
  } catch {
    return false;
  }
}

/** Two names in one request: whoever stands in front may have checked the other one. */
const namesTwice = (rawHeaders) =>
  rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host").length > 1;

/** @param isFront true for what came by the network: this computer's own names are good at the computer alone */
function refusalOf({ headers, rawHeaders, method, url }, isFront) {
  const host = (headers.host ?? "").toLowerCase();
  const isOwn = !isFront && hosts.includes(host);
  if (namesTwice(rawHeaders) || (!isOwn && !tlsHosts().includes(host))) return answers.foreign;
  if (!methods.includes(method)) return answers.method;
  return isReadable(url) ? undefined : answers.unreadable;
}

function send(response, url, { status, body }) {
  const isApi = url.startsWith("/api/");
  response.statusCode = status;
  response.setHeader("content-type", isApi ? "application/json" : "text/plain; charset=utf-8");
  response.setHeader("cache-control", "no-store");
  response.setHeader("x-content-type-options", "nosniff");
  return isApi ? JSON.stringify(body) : body.error.message;
}

function refuse(request, response, answer) {
  const text = send(response, request.url, answer);
  if (answer.status === 405) response.setHeader("allow", methods.join(", "));
  // what is still being sent is not read
  response.setHeader("connection", "close");
  response.end(request.method === "HEAD" ? undefined : text);
}

/** As `readyResponseSchema` has it, of a server that is being ended (`drain.cjs`). */
const DRAINING = {
  status: 503,
  body: { ok: false, database: { isUp: true }, detection: { isWarm: true }, isDraining: true },
};

/**
 * What is answered here, because it must be quick while many ask: whether the server lives, and that it has more photos than
 * it can look at (`server/detection/pool/web-pool.ts`). Undefined for all the rest.
 */
function quickAnswer({ method, url }, response) {
  const path = url.split("?", 1)[0];
  if (path === "/health/live" && method === "GET") return { status: 200, body: { ok: true } };
  if (path === "/health/ready" && method === "GET" && globalThis.forageIsDraining) return DRAINING;
  if (path === "/api/v1/detect" && method === "POST") return globalThis.forageDetectionFull?.(response);
  return undefined;
}

/** A route that takes its requests here, not from Next (`server/api/straight.ts`). Undefined for all others. */
const straightRoute = ({ method, url }) =>
  globalThis.forageStraight?.get(`${method} ${url.split("?", 1)[0]}`);

const OF_A_BUILD = /^\/(_next\/static|worker)\/[^?#]+/;

/**
 * A script of another version that runs beside this one (`server/storage/shared-builds.ts`). Undefined for all the rest.
 * @returns whether it was answered
 */
async function answerOfOtherBuild({ method, url }, response) {
  const address = (method === "GET" || method === "HEAD") && OF_A_BUILD.exec(url)?.[0];
  const found = address && (await globalThis.forageOtherBuild?.(decodeURIComponent(address.slice(1))));
  if (!found) return false;
  response.setHeader("content-type", found.type);
  response.setHeader("cache-control", "public, max-age=31536000, immutable");
  response.setHeader("x-content-type-options", "nosniff");
  // as every answer has them (next.config.mjs): a script without them is not run in an isolated page
  response.setHeader("cross-origin-resource-policy", "same-origin");
  response.setHeader("cross-origin-embedder-policy", "require-corp");
  if (method === "HEAD") {
    found.stream.destroy();
    response.end();
  } else found.stream.on("error", () => response.destroy()).pipe(response);
  return true;
}

/** The connection stays: a client that is still sending would not read an answer before a reset. */
function answerQuickly(response, { status, seconds, body }) {
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.setHeader("cache-control", "no-store");
  response.setHeader("x-content-type-options", "nosniff");
  if (seconds !== undefined) response.setHeader("retry-after", String(seconds));
  response.end(JSON.stringify(body));
}

/** Next answers 405 without a word where a route has no such method. */
function addSentence(request, response) {
  const end = response.end;
  response.end = function endWithSentence(...given) {
    const isWordless = response.statusCode === 405 && !response.headersSent && request.method !== "HEAD";
    if (!isWordless || (given[0] && typeof given[0] !== "function")) return end.apply(response, given);
    response.removeHeader("content-length");
    return end.call(response, send(response, request.url, answers.method));
  };
}

const emit = http.Server.prototype.emit;
http.Server.prototype.emit = function emitBehindTheDoor(event, ...given) {
  // nothing here speaks another protocol, and a connection that waits for one would never end
  if (event === "upgrade" && process.env.NODE_ENV !== "development") {
    given[1].end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    return true;
  }
  if (event !== "request") return emit.call(this, event, ...given);
  const [request, response] = given;
  const answer = refusalOf(request, this.isLanFront === true || request.socket.encrypted === true);
  if (answer) {
    refuse(request, response, answer);
    return true;
  }
  const quick = quickAnswer(request, response);
  if (quick) {
    answerQuickly(response, quick);
    return true;
  }
  // whatever the sender wrote there
  request.headers["x-forage-address"] = addressOf(request);
  for (const name of Object.keys(request.headers)) if (FORWARDED.test(name)) delete request.headers[name];
  const isTls = tlsHosts().includes(request.headers.host.toLowerCase());
  // not with an authority of our own: who removes it could not come back, not even to its page
  if (isTls && process.env.FORAGE_HSTS === "1")
    response.setHeader("strict-transport-security", "max-age=31536000");
  const straight = straightRoute(request);
  if (straight) {
    for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
    straight(request, response);
    return true;
  }
  if (request.url.startsWith("/api/")) addSentence(request, response);
  if (globalThis.forageOtherBuild && OF_A_BUILD.test(request.url)) {
    const goOn = () => emit.call(this, event, ...given);
    answerOfOtherBuild(request, response).then((isAnswered) => isAnswered || goOn(), goOn);
    return true;
  }
  return emit.call(this, event, ...given);
};
