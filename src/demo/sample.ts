/** The bundled sample day: invented outlets and what they report, read from `config/sample/` and checked. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { categories } from '../model.ts';

const folder = join(import.meta.dirname, '../../config/sample');

const sampleSource = z.object({
  slug: z.string().regex(/^[a-z-]+$/),
  name: z.string().min(1),
  lang: z.string().length(2),
  country: z.string().length(2),
  category: z.enum(categories),
  format: z.enum(['rss', 'atom', 'json']),
  /** A line that the outlet puts under every report ('Sign up…'), `{title}` filled in; '' for none. */
  footer: z.string(),
});
export type SampleSource = z.infer<typeof sampleSource>;

const sampleItem = z.object({
  id: z.string().min(1),
  published: z.iso.datetime().transform((text) => Date.parse(text)),
  /** Name of its source. */
  source: z.string(),
  lang: z.string(),
  title: z.string().min(1),
  /** Paragraphs separated by a newline. */
  text: z.string().min(1),
  link: z.url(),
  tags: z.array(z.string()),
});
/** `published` is epoch ms. */
export type SampleItem = z.infer<typeof sampleItem>;

export interface Sample {
  readonly sources: readonly SampleSource[];
  /** Oldest first. */
  readonly items: readonly SampleItem[];
}

/** Reads the sample day. Throws when a file is missing or not as it should be: the package is broken then. */
export function readSample(): Sample {
  const sources = z.array(sampleSource).parse(JSON.parse(readFileSync(join(folder, 'sources.json'), 'utf8')));
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'));
  const items = lines.map((line) => sampleItem.parse(JSON.parse(line)));
  return { sources, items: items.sort((a, b) => a.published - b.published) };
}
