/** What those who run the program see and mend; re-exported by `ports.ts`. */

/** A story as the operator's list has it; from shared feeds only. */
export interface StoryReport {
  readonly id: string;
  readonly title: string;
  readonly updatedAt: number;
  readonly outlets: number;
  readonly reports: number;
}

/** How sure the merging is, and by what. */
export interface Kin {
  /** Log-odds of being one story: above 0 for it. Undefined when it joined by names in another script, or stands alone. */
  readonly odds: number | undefined;
  /** The rarest words that both hold. */
  readonly shared: readonly string[];
}

export interface StoryInDetail extends StoryReport {
  readonly members: readonly (Kin & {
    readonly id: string;
    readonly source: string;
    readonly title: string;
    readonly url: string;
    readonly at: number;
  })[];
  /** The stories nearest to it, likeliest first. */
  readonly near: readonly (Kin & { readonly id: string; readonly title: string })[];
}

interface CorrectionReport {
  readonly at: number;
  readonly kind: 'together' | 'apart';
  readonly why: string;
  /** Of the reports, first those that stayed. */
  readonly titles: readonly string[];
}

/** Mending what was merged wrongly, for those who run the program. All of it throws StoreError. */
export interface Editing {
  /** The newest stories, or those about a topic. */
  stories(text: string | undefined, limit: number): Promise<readonly StoryReport[] | { readonly problem: string }>;
  story(id: string): Promise<StoryInDetail | undefined>;
  /** Takes reports out into a story of their own. Answers its id; undefined when they are none or all of the story. Nobody is told. */
  split(id: string, reports: readonly string[], why: string): Promise<string | undefined>;
  /** Makes two stories one. Answers its id; undefined when there are not two. Nobody is told. */
  merge(id: string, other: string, why: string): Promise<string | undefined>;
  /** Newest first. */
  corrections(): Promise<readonly CorrectionReport[]>;
  /** All that was corrected, as labelled reports that the quality benchmark reads: JSON, one a line, oldest report first. */
  fixtures(): Promise<string>;
}

/** The newest lines of the log, without secrets and without who anybody is. */
export interface LogTail {
  /** Oldest first. */
  lines(): readonly string[];
  /** Calls back with each new line until the answer is called. */
  follow(listener: (line: string) => void): () => void;
}
