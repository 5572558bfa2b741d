/** Probes: whether the program lives, whether it does its work, and its figures. */
import { Hono } from 'hono';
import type { Operation } from '../../src/ports.ts';
import type { WebMeter } from './meter.ts';

/** `/livez`: the process answers. `/healthz`: 200 when all is well, 503 with the reasons when not. `/metrics`: for Prometheus. */
export function healthRoutes(operation: Operation, meter: WebMeter): Hono {
  return new Hono()
    .get('/livez', (c) => c.json({ status: 'live' }, 200, { 'cache-control': 'no-store' }))
    .get('/healthz', async (c) => {
      const reasons = await operation.health();
      const isReady = reasons.length === 0;
      const status = isReady ? 'ready' : reasons.some(({ kind }) => kind === 'starting') ? 'starting' : 'degraded';
      return c.json({ status, reasons }, isReady ? 200 : 503, { 'cache-control': 'no-store' });
    })
    .get('/metrics', async (c) =>
      c.body(await meter.text(operation), 200, { 'content-type': meter.contentType, 'cache-control': 'no-store' }),
    );
}
