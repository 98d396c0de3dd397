/**
 * A process that decodes photos and runs the network, apart from the web server's. Plain JavaScript, because no bundler may be
 * in between; what it runs are the sources.
 */
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { register } from "tsx/esm/api";

// the web server ends it; Ctrl-C in a terminal reaches all of a group at once
process.on("SIGINT", () => undefined);
// the web server is gone
process.on("disconnect", () => process.exit(0));

const folder = path.dirname(fileURLToPath(import.meta.url));
register({ tsconfig: path.join(folder, "..", "..", "..", "tsconfig.json") });
const { workInProcess } = await import(pathToFileURL(path.join(folder, "worker-loop.ts")).href);
workInProcess();
