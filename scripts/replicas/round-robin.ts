import { once } from "node:events";
import {
  request as ask,
  type ClientRequest,
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

export interface RoundRobin {
  readonly port: number;
  /** Ports of the replicas, one request each in turn; one that takes no connection is passed over. */
  targets: readonly number[];
  stop(): Promise<void>;
}

/** Where the request comes from, as a proxy says it. */
const FROM = "203.0.113.5";

/** A reverse proxy without stickiness, as any team has one in front. It asks another replica only where nothing was sent. */
export async function startRoundRobin(targets: readonly number[]): Promise<RoundRobin> {
  let turn = 0;

  function forward(request: IncomingMessage, response: ServerResponse, tries: number): void {
    const port = proxy.targets[turn++ % Math.max(1, proxy.targets.length)];
    const { method, url, headers } = request;
    const fail = (): unknown => (response.headersSent ? response.destroy() : response.writeHead(502).end());
    if (port === undefined) return void fail();
    const further: ClientRequest = ask(
      {
        host: "127.0.0.1",
        port,
        method,
        path: url,
        headers: { ...headers, "x-forwarded-for": FROM },
        agent: false,
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.on("error", fail);
      },
    );
    further.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED" && tries > 1) forward(request, response, tries - 1);
      else fail();
    });
    further.on("socket", (socket) => socket.once("connect", () => request.pipe(further)));
    response.on("close", () => further.destroy());
  }

  const server = createServer((request, response) => forward(request, response, proxy.targets.length));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const proxy: RoundRobin = {
    port: (server.address() as AddressInfo).port,
    targets,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
