/** `node bench/tune/ablate.ts [--data DIR]`: what each signal contributes: each is held still in turn, nothing is learnt anew. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Judge } from '../../src/stories/cluster.ts';
import { featureNames, inThousandths } from '../../src/stories/features.ts';
import { judgeByWeights } from '../../src/stories/weights.ts';
import { readSet } from './data.ts';
import { measure } from './learn.ts';

const signals: Readonly<Record<string, readonly string[]>> = {
  nothing: [],
  'rare words shared (gain)': ['gain', 'gainShare', 'topGain', 'secondGain', 'thirdGain'],
  'share of usual terms': ['meanLink', 'forward', 'backward', 'linkOfLarge'],
  names: [
    'nameGain',
    'namesMissing',
    'namesMissed',
    'namesApart',
    'forwardNameLack',
    'backwardNameLack',
    'eitherNameLack',
    'strangers',
    'oneName',
  ],
  places: ['placeConflict', 'placeMatch'],
  'kinds of event': ['eventConflict', 'eventMatch', 'forwardEventLack', 'backwardEventLack', 'eventless', 'otherEvent'],
  numbers: ['numberMatch', 'numberConflict'],
  'years and days named': ['yearConflict', 'dayConflict'],
  'nearest pair': ['bestPair', 'bestNats'],
  'votes of neighbours': ['votes', 'standing'],
  'markers lacking, heads': ['forwardLack', 'backwardLack', 'eitherLack', 'headSmall', 'headLarge'],
  sizes: ['logLarger', 'logSmaller', 'isPair'],
  'few reports in the window': ['fewReports'],
  'time between': ['logDays', 'seriesApart'],
};

const { values } = parseArgs({ options: { data: { type: 'string', default: '../shared/bench' } } });
const sets = ['uci-mixed', 'ground-news-mixed', 'ecbplus', 'gold'].map((name) => ({
  name,
  rows: readSet(join(values.data, 'clustering', `${name}.jsonl`)),
}));

for (const [signal, names] of Object.entries(signals)) {
  const scores = sets.map(({ rows }) => measure(rows, judgeWithout(names)).f1.toFixed(3));
  console.log(`| ${signal} | ${scores.join(' | ')} |`);
}

/** A feature that says nothing has the value 0. */
function judgeWithout(names: readonly string[]): Judge {
  const isHeld = featureNames.map((name) => names.includes(name));
  return (comparing, features) =>
    judgeByWeights(comparing, inThousandths(features.map((value, at) => (isHeld[at] ? 0 : value))));
}
