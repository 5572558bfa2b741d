/**
 * `npm exec -- node bench/tune-topics.ts [--data DIR] [--write] [--ablate]`: learns the weights of the salience model from the labelled
 * following sets and prints what they reach on topics that were left out (five folds by topic and document).
 * With --write the weights learnt from all of it become `src/topics/weights.json`.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Item, TopicId } from '../src/model.ts';
import { findAll } from '../src/topics/compiled.ts';
import {
  evidenceOf,
  type FeatureName,
  type Features,
  featureNames,
  named,
  withoutGrammar,
} from '../src/topics/features.ts';
import { createTopicIndex } from '../src/topics/match.ts';
import type { Query } from '../src/topics/query.ts';
import { chanceOf } from '../src/topics/trees.ts';
import { learn, type Model, written } from './boost.ts';
import { readFlags } from './flags.ts';
import { itemOf, queryOf, readRows } from './quality/following.ts';

interface Sample {
  readonly set: string;
  readonly topic: string;
  readonly id: string;
  readonly isTrue: boolean;
  readonly fold: number;
  readonly isShareKnown: boolean;
  /** whole: the article; short: its title and first words, as a feed gives them; foreign: short, and its grammar not read. */
  readonly form: 'whole' | 'short' | 'foreign';
  readonly features: Features;
}

interface Labels {
  readonly topic: string;
  readonly aliases: readonly string[];
  readonly about: readonly string[];
  readonly mentions: readonly string[];
}

const folds = 5;
const size = { rounds: 140, depth: 4, rate: 0.07, penalty: 12, leastWeight: 4, bins: 20, shareOfExamples: 0.5 };

function learnFrom(samples: readonly Sample[], names: readonly FeatureName[]): Model {
  const examples = samples.map(({ features, isTrue }) => ({ features: names.map((name) => features[name]), isTrue }));
  return learn(examples, names, size);
}

function foldOf(set: string, topic: string, id: string): number {
  // In sel a topic is one fold; the few people of reuters would make uneven folds, so there the documents are parted.
  const key = set === 'sel' ? topic : id;
  return createHash('sha1').update(key).digest()[0]! % folds;
}

function samplesOf(folder: string, set: string): { samples: Sample[]; truths: Labels[] } {
  const documents = readRows<Parameters<typeof itemOf>[0]>(join(folder, set, 'docs.jsonl'));
  const truths = readRows<Labels>(join(folder, set, 'topics.jsonl'));
  const index = createTopicIndex();
  const queries = new Map<string, Query>();
  const labels = new Map(truths.map((truth) => [truth.topic, truth]));
  for (const truth of truths) {
    const query = queryOf({ topic: truth.topic, aliases: [] });
    if (query === undefined) continue;
    queries.set(truth.topic, query);
    index.add(truth.topic as TopicId, query);
  }
  const matched = documents.map((document) => ({ item: itemOf(document), topics: [] as TopicId[] }));
  for (const entry of matched) entry.topics.push(...index.match(entry.item));
  const samples = matched.flatMap(({ item, topics }) =>
    topics.flatMap((topic): Sample[] => {
      const truth = labels.get(topic)!;
      const isTrue = truth.about.includes(item.id);
      const common = { set, topic, id: item.id, isTrue, fold: foldOf(set, topic, item.id) };
      return formsOf(item).flatMap(([form, read]): Sample[] => {
        const all = findAll(queries.get(topic)!, read);
        if (all === undefined) return [];
        const { concept, mentions } = all.found[0]![0]!;
        // Twice: with the topic's share of the items, and without, as after a start.
        return [index.shareOf(topic), undefined].map((share) => {
          const features = named(evidenceOf(concept, all.reading, mentions, share).row);
          return {
            ...common,
            form,
            features: form === 'foreign' ? withoutGrammar(features) : features,
            isShareKnown: share !== undefined,
          };
        });
      });
    }),
  );
  return { samples, truths };
}

/** Words of a feed's summary. */
const shortWords = 45;

function formsOf(item: Item): [Sample['form'], Item][] {
  const short = { ...item, text: item.text.split(/\s+/, shortWords).join(' ') };
  return [
    ['whole', item],
    ['short', short],
    ['foreign', short],
  ];
}

interface Scored extends Sample {
  readonly score: number;
}

function f1At(scored: readonly Scored[], truth: number, threshold: number): number {
  const said = scored.filter(({ score }) => score >= threshold);
  const right = said.filter(({ isTrue }) => isTrue).length;
  return (2 * right) / (said.length + truth);
}

function meanPrecision(scored: readonly Scored[], truths: readonly Labels[]): number {
  const byTopic = Map.groupBy(scored, ({ topic }) => topic);
  const values = truths
    .filter(({ about }) => about.length > 0)
    .map(({ topic, about }) => {
      const ranked = (byTopic.get(topic) ?? []).toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
      let hits = 0;
      let sum = 0;
      ranked.forEach(({ isTrue }, place) => {
        if (!isTrue) return;
        hits += 1;
        sum += hits / (place + 1);
      });
      return sum / about.length;
    });
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Scores of every sample by a model that never saw its fold. */
function crossScored(samples: readonly Sample[], names: readonly FeatureName[]): Scored[] {
  return Array.from({ length: folds }, (_, fold) => {
    const model = learnFrom(
      samples.filter((sample) => sample.fold !== fold),
      names,
    );
    return samples
      .filter((sample) => sample.fold === fold)
      .map((sample) => ({ ...sample, score: chanceOf(model.trees, model.bias, sample.features) }));
  }).flat();
}

function report(scored: readonly Scored[], truths: ReadonlyMap<string, readonly Labels[]>, threshold: number): string {
  return [...truths]
    .map(([set, labels]) => {
      const own = scored.filter((sample) => sample.set === set);
      const about = labels.reduce((sum, label) => sum + label.about.length, 0);
      return `${set}: about F1 ${f1At(own, about, threshold).toFixed(3)}, MAP ${meanPrecision(own, labels).toFixed(3)}`;
    })
    .join('; ');
}

/** What a threshold may cost of the summed F1: of nearly equal ones the strictest is taken, since a wrong push costs more than a missed one. */
const spared = 0.01;

function bestThreshold(scored: readonly Scored[], truths: ReadonlyMap<string, readonly Labels[]>): number {
  const thresholds = Array.from({ length: 55 }, (_, step) => 0.15 + step / 100);
  const values = thresholds.map((threshold) =>
    [...truths].reduce((sum, [set, labels]) => {
      const about = labels.reduce((count, label) => count + label.about.length, 0);
      const own = scored.filter((sample) => sample.set === set);
      return sum + f1At(own, about, threshold);
    }, 0),
  );
  const least = Math.max(...values) - spared;
  const at = values.findLastIndex((value) => value >= least);
  return Math.round(thresholds[at]! * 100) / 100;
}

/** Signals that are left out together to see what they contribute. */
const groups: Readonly<Record<string, readonly FeatureName[]>> = {
  headline: [
    'inTitle',
    'firstInTitle',
    'titleActor',
    'titleFree',
    'titleAndLead',
    'weakTitle',
    'onlyTitle',
    'titleKnown',
  ],
  position: ['inLead', 'inFirstWords', 'firstPlace', 'spread', 'leadCount', 'earlyShare'],
  frequency: ['count', 'freeCount', 'density', 'shareOfTop', 'rank', 'onlyOnce', 'sentences'],
  grammar: [
    'speaks',
    'speakCount',
    'quotedShare',
    'acts',
    'possessive',
    'attributive',
    'role',
    'company',
    'listed',
    'scene',
  ],
  spelling: [
    'exact',
    'adjective',
    'surname',
    'core',
    'part',
    'apart',
    'alias',
    'acronym',
    'lowerCase',
    'longerName',
    'surnameRole',
  ],
  'kind of topic': ['isPerson', 'isPlace', 'topicLength'],
  'how common': ['commonness'],
};

const values = readFlags(import.meta.filename, {
  data: { type: 'string', default: '../shared/bench' },
  write: { type: 'boolean', default: false },
  ablate: { type: 'boolean', default: false },
});
const folder = join(values.data, 'following');
const sets = ['sel', 'reuters-people'];
const parts = sets.map((set) => ({ set, ...samplesOf(folder, set) }));
const truths = new Map(parts.map(({ set, truths: labels }) => [set, labels]));
const samples = parts.flatMap(({ samples: own }) => own);
console.log(`${samples.length} matches, ${samples.filter(({ isTrue }) => isTrue).length} about`);
const known = (list: readonly Scored[]): Scored[] =>
  list.filter(({ isShareKnown, form }) => isShareKnown && form === 'whole');
const scored = crossScored(samples, featureNames);
const threshold = bestThreshold(known(scored), truths);
console.log(`left-out folds at ${threshold}: ${report(known(scored), truths, threshold)}`);
const unknown = scored.filter(({ isShareKnown, form }) => !isShareKnown && form === 'whole');
console.log(`without the topic's share of items: ${report(unknown, truths, threshold)}`);
for (const form of ['short', 'foreign']) {
  const own = scored.filter((sample) => sample.isShareKnown && sample.form === form);
  console.log(`${form} texts: ${report(own, truths, threshold)}`);
}
if (values.ablate) {
  for (const [group, names] of Object.entries(groups)) {
    const without = crossScored(
      samples,
      featureNames.filter((name) => !names.includes(name)),
    );
    console.log(`without ${group}: ${report(known(without), truths, threshold)}`);
  }
}
if (values.write) {
  const model = learnFrom(samples, featureNames);
  const data = {
    origin: 'learnt by bench/tune-topics.ts from the development split of the following sets (sel, reuters-people)',
    threshold,
    least: 0.01,
    bias: model.bias,
    trees: model.trees.map(written),
  };
  writeFileSync(join(import.meta.dirname, '../src/topics/weights.json'), `${JSON.stringify(data, null, 2)}\n`);
}
