/**
 * Required into the web server's process with `--lan`: listens on this computer's addresses in its own network, on the
 * web server's port. What begins as TLS goes to Next's own server in the same process, so that streams, uploads and the
 * sender's address are what they are. What comes as plain HTTP is sent to https, and gets the page about the authority.
 * `server/lan/front.ts` writes the file this reads, and writes it again when addresses or certificate change.
 */
const { readFileSync, watchFile } = require("node:fs");
const http = require("node:http");
const https = require("node:https");
const net = require("node:net");

const file = process.env.FORAGE_LAN_FRONT;
const TLS_HANDSHAKE = 0x16;
const FIRST_BYTE_MS = 10_000;
const FOLLOW_MS = 2_000;
const publicUrl = process.env.FORAGE_PUBLIC_URL;
const publicHosts = publicUrl ? [new URL(publicUrl).host] : [];

function say(error) {
  console.error(`forage: the network's front: ${error.message}`);
}

/** @param next the server that listens on this computer alone */
function startFront(next) {
  const { port } = next.address();
  let front = {};
  const pageOf = (url) => front.pages?.[url.split("?", 1)[0]];
  const give = (request, response, page) => {
    for (const [name, value] of Object.entries(page.headers)) response.setHeader(name, value);
    response.setHeader("cache-control", "no-store");
    response.setHeader("x-content-type-options", "nosniff");
    response.end(request.method === "HEAD" ? undefined : Buffer.from(page.body, "base64"));
  };

  const secure = https.createServer({ minVersion: "TLSv1.2" }, (request, response) => {
    const page = pageOf(request.url);
    if (page && process.env.FORAGE_TLS_HOSTS.split(",").includes(String(request.headers.host).toLowerCase()))
      give(request, response, page);
    else next.emit("request", request, response);
  });
  for (const name of ["headersTimeout", "requestTimeout", "keepAliveTimeout", "maxHeadersCount"])
    secure[name] = next[name];
  secure.on("upgrade", (...given) => next.emit("upgrade", ...given));
  // a device that does not trust the authority yet says so with an alert
  secure.on("tlsClientError", (_error, socket) => socket.destroy());

  // behind the door too: a foreign name is refused before this is asked
  const plain = http.createServer((request, response) => {
    const page = pageOf(request.url);
    if (page) return give(request, response, page);
    response.statusCode = 307;
    response.setHeader("location", `https://${request.headers.host}${request.url}`);
    response.setHeader("cache-control", "no-store");
    response.setHeader("connection", "close");
    response.end();
  });

  plain.isLanFront = true;

  const take = (socket) => {
    socket.on("error", () => socket.destroy());
    socket.setTimeout(FIRST_BYTE_MS, () => socket.destroy());
    socket.once("data", (first) => {
      socket.pause();
      socket.setTimeout(0);
      socket.removeAllListeners("timeout");
      socket.unshift(first);
      (first[0] === TLS_HANDSHAKE ? secure : plain).emit("connection", socket);
      process.nextTick(() => socket.resume());
    });
  };

  const listeners = new Map();
  const close = (address) => {
    listeners.get(address)?.close();
    listeners.delete(address);
  };
  const listen = (address) => {
    const listener = net.createServer({ noDelay: true }, take);
    listeners.set(address, listener);
    listener.on("error", (error) => {
      say(error);
      // tried again when the file changes
      if (listeners.get(address) === listener) listeners.delete(address);
    });
    listener.listen(port, address);
  };
  const follow = () => {
    try {
      front = JSON.parse(readFileSync(file, "utf8"));
    } catch (error) {
      say(error);
      return;
    }
    secure.setSecureContext({ cert: front.certificate, key: front.key });
    process.env.FORAGE_TLS_HOSTS = [...front.hosts, ...publicHosts].join(",");
    for (const address of listeners.keys()) if (!front.addresses.includes(address)) close(address);
    for (const address of front.addresses) if (!listeners.has(address)) listen(address);
  };
  follow();
  watchFile(file, { interval: FOLLOW_MS, persistent: false }, follow);
}

if (file) {
  const emit = http.Server.prototype.emit;
  let isStarted = false;
  http.Server.prototype.emit = function emitAndFollow(event, ...given) {
    const answer = emit.call(this, event, ...given);
    if (event === "listening" && !isStarted && this.address()?.port === Number(process.env.PORT)) {
      isStarted = true;
      startFront(this);
    }
    return answer;
  };
}
