/** The world outside, in a process of its own: one feed, and a platform that notes when it received each message. */
import { openNewsstand, type Report } from '../../test/worlds/newsstand.ts';
import { startPlatform } from '../../test/worlds/platform.ts';

/** What the benchmark asks for. */
export type Ask = { readonly publish: Report } | { readonly give: 'received' };

/** What it is told: the addresses at first, later the instants (epoch ms) at which messages came since the last publication. */
export type Tell =
  | { readonly opmlUrl: string; readonly platformUrl: string }
  | { readonly servedAt: number; readonly receivedAt: readonly number[] };

const platform = await startPlatform();
const newsstand = await openNewsstand({ 'Harbour Wire': [] });
const now = () => performance.timeOrigin + performance.now();
let from = 0;
let requests = 0;
let servedAt = 0;

const watch = setInterval(() => {
  if (newsstand.requests.length > requests && servedAt === 0) servedAt = now();
}, 1);

process.on('message', (ask: Ask) => {
  if ('publish' in ask) {
    from = platform.received.length;
    requests = newsstand.requests.length;
    servedAt = 0;
    newsstand.publish('Harbour Wire', ask.publish);
    return;
  }
  tell({ servedAt, receivedAt: platform.received.slice(from).map(({ at }) => at) });
});
process.on('disconnect', () => {
  clearInterval(watch);
  process.exit(0);
});

function tell(message: Tell): void {
  process.send?.(message);
}

tell({ opmlUrl: newsstand.opmlUrl, platformUrl: platform.url });
