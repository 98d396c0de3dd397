/**
 * Required into the web server's process, after the front door: how it ends when it is told to. It first says that it is
 * not ready, and goes on answering for FORAGE_DRAIN_SECONDS, so that a proxy sends nothing more here. Then it takes no
 * new connection, ends the streams that never end by themselves (a page opens its stream again, at another replica), and
 * lets every other answer finish.
 */
const http = require("node:http");

const drainMs = Number(process.env.FORAGE_DRAIN_SECONDS || 0) * 1_000;
const finishMs = Number(process.env.FORAGE_FINISH_SECONDS || 6) * 1_000;
const parent = process.ppid;
/** As after SIGTERM: what ends a process by itself answers so too. */
const EXIT_CODE = 143;
const STREAM = /^text\/event-stream/;

const servers = new Set();
const answers = new Set();
let isClosing = false;

const isStream = (response) => STREAM.test(String(response.getHeader("content-type") ?? ""));

function exitWhenIdle() {
  if (isClosing && answers.size === 0) process.exit(EXIT_CODE);
}

function close() {
  isClosing = true;
  setTimeout(() => process.exit(EXIT_CODE), finishMs);
  for (const server of servers) {
    server.close();
    server.closeIdleConnections();
  }
  for (const response of answers) if (isStream(response)) response.end();
  exitWhenIdle();
}

function drain() {
  if (globalThis.forageIsDraining) return;
  globalThis.forageIsDraining = true;
  // whoever started this was killed: nobody sends anything here on purpose, and the next one needs the port
  setTimeout(close, process.ppid === parent ? drainMs : 0);
}

const emit = http.Server.prototype.emit;
http.Server.prototype.emit = function emitAndCount(event, ...given) {
  if (event === "listening") servers.add(this);
  if (event !== "request") return emit.call(this, event, ...given);
  const [, response] = given;
  servers.add(this);
  answers.add(response);
  response.once("close", () => {
    answers.delete(response);
    exitWhenIdle();
  });
  // a connection that a proxy keeps is given up in peace, not cut while it sends the next request
  if (globalThis.forageIsDraining) response.setHeader("connection", "close");
  return emit.call(this, event, ...given);
};

process.on("SIGTERM", drain);
process.on("SIGINT", drain);
