import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A wire that can be cut, slowed and closed: what lies between Forage and its database. */
export interface TcpProxy {
  readonly port: number;
  /** Each piece of data comes this much later, in both directions. */
  delayMs: number;
  /** No new connection is taken. */
  isClosed: boolean;
  /** Ends every connection at once, in the middle of whatever it carries. */
  cut(): void;
  stop(): Promise<void>;
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();

  /** In the order in which it came, whatever the delay becomes meanwhile. */
  function carry(from: Socket, to: Socket): void {
    let last = Promise.resolve();
    from.on("data", (part) => {
      const due = performance.now() + proxy.delayMs;
      from.pause();
      last = last.then(async () => {
        const wait = due - performance.now();
        if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
        if (!to.destroyed) to.write(part);
        from.resume();
      });
    });
    from.on("end", () => void last.then(() => to.end()));
    from.on("error", () => to.destroy());
    from.on("close", () => void last.then(() => to.destroy()));
  }

  const server = createServer((near) => {
    if (proxy.isClosed) return near.destroy();
    const far = connect(targetPort, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("close", () => sockets.delete(socket));
    }
    carry(near, far);
    carry(far, near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const proxy: TcpProxy = {
    port: (server.address() as AddressInfo).port,
    delayMs: 0,
    isClosed: false,
    cut: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    stop: async () => {
      proxy.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
