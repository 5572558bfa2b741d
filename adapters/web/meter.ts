/** Figures for Prometheus: what the stages report, and what there is when somebody asks. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter, Operation } from '../../src/ports.ts';

export interface WebMeter extends Meter {
  /** All figures in Prometheus' text format. Counts that the store does not give are left as they were. */
  text(operation: Operation): Promise<string>;
  readonly contentType: string;
}

/** From a millisecond to the longest that any stage may take. */
const seconds = [0.001, 0.005, 0.02, 0.1, 0.5, 1, 2.5, 5, 10, 30];
/** Deliveries wait through quiet minutes and outages. */
const waitSeconds = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 21_600];

export function createMeter(): WebMeter {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'dateline_' });
  const own = { registers: [registry] };
  const stages = new Histogram({
    ...own,
    name: 'dateline_stage_seconds',
    help: 'How long a piece of work took, by stage and how it ended; platform for sends, edits and commands',
    labelNames: ['stage', 'outcome', 'platform'],
    buckets: seconds,
  });
  const taken = new Counter({ ...own, name: 'dateline_taken_total', help: 'What came in', labelNames: ['what'] });
  const delays = new Histogram({
    ...own,
    name: 'dateline_delivery_delay_seconds',
    help: 'From the decision to send until the platform took the message',
    labelNames: ['kind'],
    buckets: waitSeconds,
  });
  const gauges = createGauges(registry);
  return {
    worked: (stage, outcome, ms, platform = '') => stages.observe({ stage, outcome, platform }, ms / 1_000),
    counted: (what, count) => taken.inc({ what }, count),
    delivered: (kind, ms) => delays.observe({ kind }, Math.max(0, ms) / 1_000),
    async text(operation) {
      await gauges.take(operation);
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function createGauges(registry: Registry) {
  const gauge = <const L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge({ registers: [registry], name: `dateline_${name}`, help, labelNames: [...labelNames] });
  const up = gauge('up', '1 when nothing keeps the program from its work, else 0', []);
  const troubles = gauge('trouble', '1 for what keeps the program from its work', ['kind']);
  const feeds = gauge('feeds', 'Feeds by state', ['state']);
  const chats = gauge('chats', 'Chats by state', ['state']);
  const stories = gauge('stories', 'Stories of the last 14 days', []);
  const topics = gauge('topics', 'Distinct topics that are followed or public', []);
  const waiting = gauge('deliveries_waiting', 'Deliveries that wait or are being sent', ['platform']);
  const dead = gauge('deliveries_dead', 'Deliveries given up on', []);
  const resting = gauge('platform_resting', '1 while a platform takes no messages', ['platform']);
  const kinds = ['store', 'starting', 'feeds', 'platform', 'roles'] as const;

  return {
    async take(operation: Operation): Promise<void> {
      const found = await operation.health();
      up.set(found.length === 0 ? 1 : 0);
      for (const kind of kinds) troubles.set({ kind }, found.some((one) => one.kind === kind) ? 1 : 0);
      const figures = await operation.figures().catch(() => undefined);
      if (figures === undefined) return;
      for (const [state, count] of Object.entries(figures.feeds)) feeds.set({ state }, count);
      for (const [state, count] of Object.entries(figures.chats)) chats.set({ state }, count);
      stories.set(figures.stories);
      topics.set(figures.topics);
      dead.set(figures.dead);
      for (const [platform, count] of Object.entries(figures.waiting)) {
        waiting.set({ platform }, count);
        resting.set({ platform }, figures.resting.includes(platform) ? 1 : 0);
      }
    },
  };
}
