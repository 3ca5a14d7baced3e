import { createServer, connect } from "node:net";

/** Whether anything listens on, or could not be prevented from sharing, this loopback port. */
export async function portTaken(port: number): Promise<boolean> {
  // Both questions are needed: macOS lets 127.0.0.1 be bound beside a server on 0.0.0.0, and a port can be
  // bound without listening.
  return (await answers("127.0.0.1", port)) || !(await bindable(port));
}

/** The first free port of `wanted`, else one that the system picks. */
export async function choosePort(wanted: readonly number[]): Promise<number> {
  for (const port of wanted) if (!(await portTaken(port))) return port;
  return systemPort();
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(1000, () => done(false));
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
  });
}

function bindable(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function systemPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port: 0, exclusive: true }, () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}
