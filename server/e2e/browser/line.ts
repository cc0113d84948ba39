/** A line between a browser and the server that can be cut, as an office's network is, and mended again. */
import { connect, createServer, type Socket } from 'node:net';
import { home } from './city.js';

export interface Line {
  url: string;
  cut(): void;
  mend(): void;
  close(): void;
}

export async function line(): Promise<Line> {
  const { hostname, port } = new URL(home());
  const sockets = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      // Either end may go at any time: that is what it is for.
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const cut = () => {
    whole = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    cut,
    mend: () => {
      whole = true;
    },
    close: () => {
      cut();
      server.close();
    },
  };
}
