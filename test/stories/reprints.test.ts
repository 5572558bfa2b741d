/** Who repeats whom is found by numbers, and from some originals on by an index: it must be what the words themselves say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Prints } from '../../src/stories/reprints.ts';
import { words } from '../../src/text/words.ts';
import { report } from './news.ts';

const passages = [
  'rescuers searched the river below the old bridge near Velden through the night and found two drivers',
  'the mayor asked all who live by the harbour to stay at home until the water has gone down again',
  'a court fined the builder of the bridge after three years of talks with the town and its banks',
  'engineers had warned last spring that the northern pillars would not bear another flood like this',
  'schools stay closed on Monday and the ferry to Brevik runs every hour until the road is open',
  'the insurers expect the damage to be far greater than after the storm of two winters ago',
];
const titles = [
  'Bridge at Velden falls into the river',
  'Velden bridge falls into the river',
  'Flood at Velden',
  'Rain',
];

/** The rule in words: of two texts of some length the triples decide, otherwise the titles. */
function repeats(text: string, title: string, other: { readonly text: string; readonly title: string }): boolean {
  const [own, known] = [triples(text), triples(other.text)];
  if (own.size > 0 && known.size > 0) return common(own, known) / Math.min(own.size, known.size) >= 0.7;
  const [said, before] = [new Set(words(title)), new Set(words(other.title))];
  const both = common(said, before);
  return said.size >= 4 && both / (said.size + before.size - both) >= 0.85;
}

function common(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return [...one].filter((value) => other.has(value)).length;
}

function triples(text: string): Set<string> {
  const all = words(text);
  return new Set(all.length < 20 ? [] : all.slice(2).map((word, at) => `${all[at]} ${all[at + 1]} ${word}`));
}

describe('wire copies', () => {
  it('are told from texts of their own, however many there are', () => {
    let most = 0;
    const drafts = fc.array(
      fc.record({
        title: fc.constantFrom(...titles),
        text: fc.subarray(passages).chain((some) => fc.shuffledSubarray(some).map((list) => list.join(' '))),
        source: fc.constantFrom('Wire', 'Harbour Post', 'Rheinbote', 'Kurier'),
      }),
      { maxLength: 24, size: 'max' },
    );
    fc.assert(
      fc.property(drafts, (list) => {
        const prints = new Prints();
        const originals: (typeof list)[number][] = [];
        for (const draft of list) {
          const isReprint = originals.some(
            (other) => other.source !== draft.source && repeats(draft.text, draft.title, other),
          );
          expect(prints.add(report(0, draft.source, draft.title, draft.text))).toBe(isReprint);
          if (!isReprint) originals.push(draft);
        }
        most = Math.max(most, originals.length);
      }),
    );
    expect(most).toBeGreaterThan(5);
  });
});
