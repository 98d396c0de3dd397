/**
 * Required into the web server's process, in front of Next: whatever is asked for, page, file, picture or API, comes
 * under this computer's own name (a foreign one that leads here is DNS rebinding), by a method Forage knows, and with
 * an address that can be read. `server/start/front-door.ts` says which, and what is answered otherwise.
 */
const http = require("node:http");

const { hosts, methods, answers } = JSON.parse(process.env.FORAGE_FRONT_DOOR);

function isReadable(address) {
  try {
    return !decodeURIComponent(address.split(/[?#]/, 1)[0]).includes("\u0000");
  } catch {
    return false;
  }
}

function refusalOf({ headers, method, url }) {
  if (!hosts.includes((headers.host ?? "").toLowerCase())) return answers.foreign;
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
  if (event !== "request") return emit.call(this, event, ...given);
  const [request, response] = given;
  const answer = refusalOf(request);
  if (answer) {
    refuse(request, response, answer);
    return true;
  }
  // whatever the sender wrote there
  request.headers["x-forage-address"] = request.socket.remoteAddress ?? "";
  if (request.url.startsWith("/api/")) addSentence(request, response);
  return emit.call(this, event, ...given);
};
