/** The routes, joined. */
import { Hono } from 'hono';
import type { Clock, Log, Operation, Pages } from '../../src/ports.ts';
import { healthRoutes } from './health.ts';
import type { WebMeter } from './meter.ts';

export interface WebParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly pages: Pages;
  readonly operation: Operation;
  readonly meter: WebMeter;
  /** A platform's updates: where they arrive, and who takes them. */
  readonly webhook: { readonly path: string; handle(request: Request): Promise<Response> } | undefined;
}

export function createApp(parts: WebParts): Hono {
  const { operation, meter, webhook, log } = parts;
  const app = new Hono();
  app.onError((error, c) => {
    log.error({ reason: String(error), path: c.req.path }, 'a request could not be answered');
    return c.text('Sorry, something went wrong on my side. Please try again in a minute.', 500);
  });
  app.route('/', healthRoutes(operation, meter));
  if (webhook !== undefined) app.all(webhook.path, (c) => webhook.handle(c.req.raw));
  return app;
}
