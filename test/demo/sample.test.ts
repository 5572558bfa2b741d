import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSample } from '../../src/demo/sample.ts';

interface Label {
  readonly id: string;
  readonly items: readonly string[];
  readonly thread?: string;
  readonly reprints?: readonly string[];
}

const { sources, items } = readSample();
const labels: Label[] = JSON.parse(readFileSync(join(import.meta.dirname, '../../config/sample/stories.json'), 'utf8'));
const byId = new Map(items.map((item) => [item.id, item]));
const itemsOf = (label: Label) => label.items.map((id) => byId.get(id)!);
const sourcesOf = (label: Label) => new Set(itemsOf(label).map(({ source }) => source)).size;

/** Runs of five words. */
function runsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.map((_, index) => words.slice(index, index + 5).join(' ')).slice(0, -4));
}

/** Share of the shorter text's runs of words that the other has too. */
function overlap(one: string, other: string): number {
  const [a, b] = [runsOf(one), runsOf(other)] as const;
  const shared = [...a].filter((run) => b.has(run)).length;
  return shared / Math.max(1, Math.min(a.size, b.size));
}

describe('the sample day', () => {
  it('is large enough to be a day: outlets, reports, stories', () => {
    expect(sources.length).toBeGreaterThanOrEqual(12);
    expect(items.length).toBeGreaterThanOrEqual(250);
    expect(labels.length).toBeGreaterThanOrEqual(60);
    expect(labels.filter((label) => sourcesOf(label) >= 2 && sourcesOf(label) <= 9).length).toBeGreaterThanOrEqual(25);
  });

  it('is written in three languages and two scripts', () => {
    expect(new Set(items.map(({ lang }) => lang))).toEqual(new Set(['en', 'de', 'ru']));
    for (const { lang, title } of items) expect(/\p{Script=Cyrillic}/u.test(title), title).toBe(lang === 'ru');
  });

  it('puts every report into exactly one story, and names sources that exist', () => {
    const labelled = labels.flatMap((label) => label.items);
    expect(labelled.toSorted()).toEqual(items.map(({ id }) => id).toSorted());
    expect(new Set(items.map(({ source }) => source))).toEqual(new Set(sources.map(({ name }) => name)));
    expect(new Set(items.map(({ link }) => link)).size).toBe(items.length);
  });

  it('tells one event in different words, wire copies apart', () => {
    const alike = labels.flatMap((label) => {
      const own = itemsOf(label).filter(({ id }) => !label.reprints?.includes(id));
      return own.flatMap((one, index) =>
        own
          .slice(index + 1)
          .filter((other) => overlap(one.text, other.text) > 0.3)
          .map((other) => [one.id, other.id]),
      );
    });
    expect(alike).toEqual([]);
  });

  it('repeats the wire word for word where it says so', () => {
    for (const label of labels.filter(({ reprints }) => reprints !== undefined)) {
      for (const id of label.reprints!) {
        const copy = byId.get(id)!.text.replace('\n(Harbour Wire)', '');
        expect(
          itemsOf(label).some(({ source, text }) => source === 'Harbour Wire' && text === copy),
          id,
        ).toBe(true);
      }
    }
  });

  it('holds what makes a real day hard: namesakes, a correction, promotion, an affair of several days', () => {
    const all = items.map(({ title, text }) => `${title} ${text}`).join('\n');
    for (const name of ['Andrei Kestrov', 'Pavel Kestrov', 'Nikolai Kestrov', 'Андрей Кестров', 'Andrej Kestrow']) {
      expect(all).toContain(name);
    }
    expect(all).toMatch(/Helen Frost/);
    expect(all).toMatch(/An earlier version/);
    expect(all).toMatch(/Sign up/);
    const storm = labels.filter(({ thread }) => thread === 'storm-odalys').flatMap(itemsOf);
    const spanMs = Math.max(...storm.map((item) => item.published)) - Math.min(...storm.map((item) => item.published));
    expect(spanMs).toBeGreaterThan(3 * 86_400_000);
  });

  it('invents its addresses', () => {
    expect(items.filter(({ link }) => !new URL(link).hostname.endsWith('.example'))).toEqual([]);
  });

  it('says each report in two sentences at least', () => {
    const sentences = (text: string) => text.match(/[.!?…][”“»"’]?(?=\s|$)/g)?.length ?? 0;
    expect(items.filter(({ text }) => sentences(text) < 2).map(({ id }) => id)).toEqual([]);
  });
});
