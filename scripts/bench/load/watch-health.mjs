/**
 * `node watch-health.mjs URL MS`: asks for a small page ten times a second and prints the longest wait in ms. A process of its own: beside a
 * thousand clients in one process, an answer would wait for these.
 */
import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const [url = "", duration = "0"] = process.argv.slice(2);

/** A connection of its own, as a monitor's. */
const ask = () =>
  new Promise((resolve, reject) => {
    const asked = request(url, { agent: false }, (response) => response.resume().once("end", resolve));
    asked.once("error", reject).end();
  });

const until = performance.now() + Number(duration);
let longest = 0;
while (performance.now() < until) {
  const started = performance.now();
  await ask();
  longest = Math.max(longest, performance.now() - started);
  await sleep(100);
}
console.log(longest);
