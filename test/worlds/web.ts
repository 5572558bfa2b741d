/** A small web on this machine: pages by path, what was asked for, and how many bytes came in. */
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Page = (response: ServerResponse, asked: Asked) => void;

export interface Web {
  readonly url: string;
  readonly port: number;
  readonly asked: readonly Asked[];
  /** Bytes that any client sent. */
  readonly received: number;
  page(path: string, page: Page): void;
  stop(): Promise<void>;
}

/** Starts it; unknown paths are 404. `host`: any address of this machine. */
export async function startWeb(host = '127.0.0.1'): Promise<Web> {
  const pages = new Map<string, Page>();
  const asked: Asked[] = [];
  let received = 0;
  const answer: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      asked.push(one);
      const page = pages.get(one.path) ?? pages.get(one.path.replace(/\?.*/, ''));
      if (page === undefined) response.writeHead(404).end();
      else page(response, one);
    });
  };
  const server = createServer(answer);
  server.on('connection', (socket) => {
    socket.on('data', (chunk) => {
      received += chunk.length;
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    asked,
    get received() {
      return received;
    },
    page: (path, page) => pages.set(path, page),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with a text and headers. */
export function sends(body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}, status = 200): Page {
  return (response) => response.writeHead(status, headers).end(body);
}

/** An RSS feed of invented items. */
export function rss(title: string, items: readonly string[], extra = ''): string {
  const entries = items.map(
    (item, index) =>
      `<item><title>${item}</title><link>https://news.example/${encodeURIComponent(item)}</link><guid>${encodeURIComponent(item)}</guid>` +
      `<pubDate>${new Date(Date.UTC(2025, 6, 29, 5) - index * 3_600_000).toUTCString()}</pubDate></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title><link>https://news.example/</link>${extra}${entries.join('')}</channel></rss>`;
}
