import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@/server/storage/testing/free-port";
import type { Front } from "./world";

/** As a team would write it: in turn, no stickiness, the next one where a server takes no connection; streams pass unbuffered. */
const configOf = (folder: string, port: number, ports: readonly number[]) => `
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log notice;
worker_processes 1;
events { worker_connections 512; }
http {
  access_log ${folder}/access.log;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  upstream forage {
${ports.map((one) => `    server 127.0.0.1:${one} max_fails=1 fail_timeout=1s;`).join("\n")}
  }
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 0;
    location / {
      proxy_pass http://forage;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For 203.0.113.5;
      proxy_buffering off;
      proxy_request_buffering off;
      proxy_connect_timeout 2s;
      proxy_read_timeout 600s;
    }
  }
}
`;

const isUp = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

/** The nginx that is installed, in front of the replicas. */
export async function startNginx(): Promise<Front> {
  const folder = mkdtempSync(join(tmpdir(), "forage-nginx-"));
  const port = await freePort();
  const file = join(folder, "nginx.conf");
  let nginx: ChildProcess | undefined;
  return {
    port,
    aim: async (ports) => {
      writeFileSync(file, configOf(folder, port, ports));
      if (nginx) {
        execFileSync("nginx", ["-c", file, "-s", "reload"], { stdio: "ignore" });
        // workers of the old configuration go on for a moment
        await sleep(500);
        return;
      }
      nginx = spawn("nginx", ["-c", file], { stdio: "ignore" });
      while (!(await isUp(port))) await sleep(50);
    },
    stop: async () => {
      const ended = new Promise((resolve) => nginx?.once("exit", resolve) ?? resolve(undefined));
      nginx?.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
