import { fileURLToPath } from "node:url";
import { main } from "@/server/start";

const stub = fileURLToPath(new URL("./stub-app.mjs", import.meta.url));

process.exit(await main({ program: process.execPath, args: [stub], cwd: process.cwd() }));
