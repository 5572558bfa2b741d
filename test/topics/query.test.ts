import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalQuery, describeQuery, parseQuery, withAliases } from '../../src/topics/query.ts';
import { topic } from './samples.ts';

describe('a typed topic', () => {
  it('has words, phrases, alternatives, exclusions and filters', () => {
    const query = topic('Sergei Lavrov OR "Kim Jong Un" -tourism source:bbc -source:sun lang:en category:politics');
    expect(query.alternatives).toEqual([
      [{ kind: 'name', text: 'Sergei Lavrov' }],
      [{ kind: 'phrase', text: 'Kim Jong Un' }],
    ]);
    expect(query.without).toEqual([{ kind: 'name', text: 'tourism' }]);
    expect(query).toMatchObject({ sources: ['bbc'], withoutSources: ['sun'], langs: ['en'], categories: ['politics'] });
    const less = topic('Lavrov -lang:fr NOT category:sport -category:culture');
    expect(less).toMatchObject({
      langs: [],
      withoutLangs: ['fr'],
      withoutCategories: ['sport', 'culture'],
      without: [],
    });
    expect(canonicalQuery(less)).toBe('lavrov -lang:fr -category:culture -category:sport');
  });

  it('may ask for stories about it only', () => {
    expect(topic('about:"climate change"').isAboutOnly).toBe(true);
  });

  it('may be an emoji, a language with signs, or an unclosed phrase', () => {
    expect(topic('🚀').alternatives[0]![0]!.kind).toBe('literal');
    expect(topic('C++').alternatives[0]![0]!.kind).toBe('literal');
    expect(canonicalQuery(topic('“harbour tax'))).toBe('"harbour tax"');
  });

  it.each([
    ['', 'empty'],
    ['?! …', 'empty'],
    ['the', 'tooCommon'],
    ['-tourism', 'onlyNot'],
    ['NOT tourism', 'onlyNot'],
    ['(Lavrov OR Blinken) Geneva', 'brackets'],
    ['https://news.example/feed.xml', 'address'],
    ['site:bbc.co.uk floods', 'filter'],
    ['source:bbc', 'onlyFilter'],
    ['Lavrov source:', 'emptyFilter'],
    ['Lavrov category:gossip', 'category'],
    ['Lavrov lang:klingon', 'lang'],
    ['Lavrov lang:xx', 'lang'],
    ['Lavrov -about:Geneva', 'negativeFilter'],
    ['Lavrov -lang:klingon', 'lang'],
    ['Lavrov -category:gossip', 'category'],
    ['-lang:en', 'onlyFilter'],
    ['x'.repeat(5000), 'tooLong'],
    [Array.from({ length: 25 }, (_, index) => `-w${index}`).join(' '), 'tooMany'],
  ])('%s is answered with what to do instead', (text, key) => {
    expect(parseQuery(text)).toMatchObject({ kind: 'problem', problem: { key: `topic.problem.${key}` } });
  });

  it('keeps US and WHO apart from us and who', () => {
    expect(canonicalQuery(topic('US'))).toBe('US');
    expect(parseQuery('us').kind).toBe('problem');
  });
});

describe('the canonical form', () => {
  it.each([
    ['Lavrov', 'lavrov'],
    ['Zürich  OR  Basel', 'basel or zürich'.replace('or', 'OR')],
    ['Lavrov -b -a', 'LAVROV -a -b'],
    ['a1 AND b1', 'B1 AND A1'],
  ])('is one for %s and %s', (one, other) => {
    expect(canonicalQuery(topic(one))).toBe(canonicalQuery(topic(other)));
  });

  it('carries the aliases that a chat chose', () => {
    const query = withAliases(topic('Lavrov'), ['لافروف', 'Law"row']);
    expect(topic(canonicalQuery(query)).aliases).toEqual(['law row', 'لافروف']);
  });

  it('takes NOT for a minus, at the end for nothing, and in quotes for itself', () => {
    expect(canonicalQuery(topic('Lavrov NOT tourism NOT "Igor Lavrov"'))).toBe('lavrov -"igor lavrov" -tourism');
    expect(canonicalQuery(topic('Lavrov NOT'))).toBe('lavrov');
    expect(canonicalQuery(topic('"NOT guilty"'))).toBe('"NOT guilty"');
    expect(topic('Phoenix (spacecraft)').without).toEqual([]);
  });

  it('keeps what follows a comma apart from the name', () => {
    expect(canonicalQuery(topic('Ada Marlow, Baroness of Hull'))).toBe('ada marlow, baroness of hull');
  });

  it('is read back as itself, whatever was typed', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        'OR',
        'AND',
        'NOT',
        '-',
        '"',
        'source:',
        'lang:en',
        '-lang:fr',
        '-category:world',
        'about:',
        'category:sport',
        'aka:"x"',
        '🚀',
        'Lavrov',
        'US',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const parsed = parseQuery(pieces.join(' '));
        if (parsed.kind !== 'query') return;
        const canonical = canonicalQuery(parsed.query);
        const again = parseQuery(canonical);
        expect(again.kind).toBe('query');
        if (again.kind === 'query') expect(canonicalQuery(again.query)).toBe(canonical);
      }),
      { numRuns: 500 },
    );
  });

  it('takes time in proportion to the text', () => {
    const startedAt = performance.now();
    for (const text of ['"'.repeat(100_000), '-'.repeat(100_000), 'a:'.repeat(50_000), ' OR'.repeat(30_000)])
      parseQuery(text);
    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});

describe('the description', () => {
  it('labels the topic as typed and says how it was understood', () => {
    const { label, parts } = describeQuery(topic('"Sergei Lavrov" -tourism source:bbc'));
    expect(label).toBe('"Sergei Lavrov" −tourism');
    expect(parts.map(({ key }) => key)).toEqual(['topic.part.is.phrase', 'topic.part.without', 'topic.part.sources']);
  });
});
