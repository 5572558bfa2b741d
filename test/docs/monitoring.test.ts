/** Dashboard and alert rules ask only for figures that there are, and every alert has its paragraph in the runbook. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMeter } from '../../adapters/web/index.ts';
import type { Operation } from '../../src/ports.ts';

const read = (path: string) => readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');
const rules = (
  parse(read('monitoring/alerts.yaml')) as {
    groups: { rules: { alert: string; expr: string; annotations: { runbook: string } }[] }[];
  }
).groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(read('monitoring/dashboard.json')) as {
  panels: { title: string; targets: { expr: string }[] }[];
};

const operation: Operation = {
  health: async () => [],
  figures: async () => ({
    uptimeMs: 1,
    feeds: { new: 0, good: 1, failing: 0, silent: 0, ended: 0 },
    chats: { active: 1, unreachable: 0, banned: 0 },
    stories: 1,
    topics: 1,
    waiting: { telegram: 0 },
    dead: 0,
    resting: [],
  }),
  feeds: async () => [],
  waiting: async () => [],
  dead: async () => [],
  retry: async () => 0,
};

async function figures(): Promise<Set<string>> {
  const meter = createMeter();
  meter.worked('fetch', 'body', 5);
  meter.counted('items', 1);
  meter.delivered('alert', 100);
  const text = await meter.text(operation);
  return new Set([...text.matchAll(/^(dateline_\w+?)(?:\{| )/gm)].map(([, name]) => name!));
}

const asked = (expression: string) => [...expression.matchAll(/\bdateline_\w+/g)].map(([name]) => name);

describe('what watches the program', () => {
  it('asks only for figures that there are', async () => {
    const known = await figures();
    const expressions = [
      ...rules.map(({ expr }) => expr),
      ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ];
    expect(expressions.length).toBeGreaterThan(15);
    expect(expressions.flatMap(asked).filter((name) => !known.has(name))).toEqual([]);
  });

  it('has a paragraph in the runbook for every alert', () => {
    const anchors = [...read('operating.md').matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      title!.toLowerCase().replaceAll(' ', '-'),
    );
    for (const { alert, annotations } of rules) {
      expect(annotations.runbook).toBe(`docs/operating.md#${alert.toLowerCase()}`);
      expect(anchors).toContain(alert.toLowerCase());
    }
  });

  it('has every figure in the table of the docs', async () => {
    const table = read('web.md');
    const own = [...(await figures())]
      .map((name) => name.replace(/_(bucket|sum|count)$/, ''))
      .filter((name) => !/^dateline_(process|nodejs)_/.test(name));
    expect(own.filter((name) => !table.includes(name))).toEqual([]);
  });
});
