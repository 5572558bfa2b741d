/** The HTTP side: probes, figures, the platform's webhook, public pages, and the operator's page. See `docs/web.md`. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { SetupError } from '../../src/errors.ts';
import type { Log } from '../../src/ports.ts';
import { createApp, type WebParts } from './app.ts';

export type { WebMeter } from './meter.ts';
export { createMeter } from './meter.ts';

export interface WebOptions extends WebParts {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly log: Log;
}

export interface Web {
  /** Where it listens. */
  readonly url: string;
  /** Takes no more requests, ends those under way. Within 2 s. */
  stop(): Promise<void>;
}

/** A request's head and body must be there within this time; both are small. */
const requestMs = 15_000;
const mostConnections = 1_000;
const stopMs = 1_500;

/** Listens. Throws `SetupError` when the address cannot be had. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const { host, port, log } = options;
  const app = createApp(options);
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { requestTimeout: requestMs, headersTimeout: requestMs, keepAliveTimeout: 5_000 },
  }) as Server;
  server.maxConnections = mostConnections;
  await listen(server, host, port);
  const { address, port: chosen } = server.address() as AddressInfo;
  const url = `http://${address.includes(':') ? `[${address}]` : address}:${chosen}`;
  log.info({ url }, 'pages, health and metrics');
  return { url, stop: () => close(server) };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program listens there' : (error.code ?? 'unknown reason');
      reject(new SetupError(`The pages cannot listen on ${host}:${port} (--http, DATELINE_HTTP): ${why}.`));
    });
    server.listen(port, host, () => resolve());
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), stopMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
