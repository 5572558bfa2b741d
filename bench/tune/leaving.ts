/** After how little a comparison may be left: the walk over the trees ends early where, in the labelled sets, it never paid to go on. */
import { createClusterer } from '../../src/stories/cluster.ts';
import { inThousandths } from '../../src/stories/features.ts';
import { leaf, scoreByHand, scoreForest, scoreTimes, stretch } from '../../src/stories/weights.ts';
import type { Labelled } from './data.ts';
import { type Learnt, shifts } from './learn.ts';

/** Log-odds below what the least promising of those came from that were joined in the end. */
const slack = 0.3;

/** Behind every `stretch` trees: the log-odds so far, with what is set by hand, below which the rest is not walked. */
export type Leaving = Record<'place' | 'merge', string>;

/** Streams every set, and notes by which ways those came that were joined. The same sets and weights give the same numbers. */
export function leavingOf(learnt: Learnt, streams: readonly (readonly Labelled[])[]): Leaving {
  const lowest = { place: stagesOf(learnt.place.trees.length), merge: stagesOf(learnt.merge.trees.length) };
  for (const rows of streams) {
    const clusterer = createClusterer({
      judge(kind, features) {
        const thousandths = inThousandths(features);
        const times = scoreTimes(kind, thousandths);
        const byHand = shifts[kind] + scoreByHand(kind, thousandths) - times;
        const timeless = scoreForest(learnt[kind], features) + byHand;
        if (kind !== 'part' && timeless >= 0)
          note(lowest[kind], learnt[kind].base + byHand, learnt[kind].trees, features);
        return timeless + times;
      },
    });
    for (const { item } of rows) clusterer.place(item);
  }
  const written = (sums: readonly number[]) => sums.map((sum) => Number((sum - slack).toFixed(2))).join(' ');
  return { place: written(lowest.place), merge: written(lowest.merge) };
}

function stagesOf(trees: number): number[] {
  return new Array<number>(Math.ceil(trees / stretch) - 1).fill(0);
}

function note(lowest: number[], base: number, trees: Learnt['place']['trees'], features: readonly number[]): void {
  let sum = base;
  for (const [at, tree] of trees.entries()) {
    if (at > 0 && at % stretch === 0) lowest[at / stretch - 1] = Math.min(lowest[at / stretch - 1]!, sum);
    sum += leaf(tree, features);
  }
}
