/** Stands for the web server in tests of what starts and ends it: answers every request, and ends on SIGTERM. */
import { createServer } from "node:http";

createServer((_request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ pid: process.pid, databaseUrl: process.env.DATABASE_URL }));
}).listen(Number(process.env.PORT), "127.0.0.1");
