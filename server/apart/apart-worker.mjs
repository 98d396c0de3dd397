/**
 * The thread that reads what comes from elsewhere, apart from the one that answers requests. Plain JavaScript, because a
 * thread starts from a file on disk and no bundler may be in between; what it runs are the sources.
 * Takes { id, module, name, input }; answers { id, state: "started" }, then { id, value } or { id, failure }.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register({ tsconfig: path.join(workerData.root, "tsconfig.json") });

/** What a failure is, in a form that passes between threads: code and facts of an expected one, else its words. */
function asFailure(error) {
  const { name, code, facts, message } = error instanceof Error ? error : { message: String(error) };
  if (name === "AppError") return { code, facts };
  return { name, message: String(message).slice(0, 300) };
}

parentPort.on("message", async ({ id, module, name, input }) => {
  try {
    const work = (await import(pathToFileURL(path.join(workerData.root, module)).href))[name];
    parentPort.postMessage({ id, state: "started" });
    parentPort.postMessage({ id, value: await work(input) });
  } catch (error) {
    parentPort.postMessage({ id, failure: asFailure(error) });
  }
});
