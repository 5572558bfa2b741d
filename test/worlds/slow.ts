/** A wire to a server on this machine that takes its time: what the server says arrives later, in order. */
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface SlowWire {
  readonly port: number;
  /** How much later every piece of an answer arrives; may be changed while it runs. */
  delayMs: number;
  close(): Promise<void>;
}

export async function openSlowWire(to: number, delayMs = 0): Promise<SlowWire> {
  const sockets = new Set<Socket>();
  const wire = { delayMs };
  const server = createServer((client) => {
    const upstream = createConnection(to, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket.setNoDelay());
      socket.on('error', () => undefined);
    }
    client.on('data', (piece) => upstream.write(piece));
    // One after the other, though the delay may become shorter meanwhile and timers are not exact.
    let last = Promise.resolve();
    upstream.on('data', (piece) => {
      const delayed = sleep(wire.delayMs, undefined, { ref: false });
      last = last.then(() => delayed).then(() => void client.write(piece));
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    for (const socket of [client, upstream]) socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(wire, {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
