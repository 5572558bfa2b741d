/** How much a story weighs in itself: independent outlets, how fast they came, and whether it is still moving. */
import type { Story } from '../model.ts';

const hourMs = 3_600_000;

/** Outlets that count in full; a reprint counts a quarter, since it says that an editor chose the story, not that it was reported twice. */
const reprintWeight = 0.25;
/** Effective outlets at which importance reaches 1 − 1/e. */
const outletScale = 4;
/** How much of the importance a fast start can add. */
const speedShare = 0.15;

/**
 * 0 to 1. One outlet gives about 0.22, three 0.53, ten 0.92; a story that gathered its outlets within an hour
 * gains up to 0.15 more of what is missing. The saturating form (1 − e^(−n/k)) keeps a wire story's fiftieth copy from mattering.
 */
export function importanceOf(story: Pick<Story, 'sources' | 'originals' | 'startedAt' | 'updatedAt'>): number {
  const reprints = Math.max(0, story.sources.length - story.originals);
  const outlets = Math.max(1, story.originals) + reprints * reprintWeight;
  const base = 1 - Math.exp(-outlets / outletScale);
  return base + (1 - base) * speedShare * speedOf(story);
}

/** 0 to 1: outlets an hour since the first report, saturating at six. A lone report has no speed. */
function speedOf(story: Pick<Story, 'sources' | 'startedAt' | 'updatedAt'>): number {
  if (story.sources.length < 2) return 0;
  const hours = Math.max(0.5, (story.updatedAt - story.startedAt) / hourMs);
  return Math.min(1, (story.sources.length - 1) / hours / 6);
}
