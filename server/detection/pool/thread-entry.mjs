/**
 * A thread that decodes photos and runs the network, apart from the one that answers requests. Plain JavaScript, because a
 * thread starts from a file on disk and no bundler may be in between; what it runs are the sources.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register({ tsconfig: path.join(workerData.root, "tsconfig.json") });
const source = path.join(workerData.root, "server", "detection", "pool", "thread-work.ts");
const { workInThread } = await import(pathToFileURL(source).href);
workInThread();
