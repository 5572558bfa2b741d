import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventOf } from '../../../adapters/webhook/event.ts';
import { sampleAlert } from '../../contracts/samples.ts';
import { plain } from '../../worlds/channel.ts';
import { noon, openPages, told } from '../../worlds/pages.ts';

const topics = [{ name: 'Renata Kestrov', query: 'Kestrov' }];
const reports = {
  'Harbour Wire': [
    told(
      'Kestrov resigns as foreign minister of Valdora',
      'Renata Kestrov resigned as foreign minister on Tuesday.',
      50,
    ),
    told(
      'Police close Lisk harbour bridge after lorry fire',
      'Police closed the harbour bridge in Lisk on Tuesday.',
      90,
    ),
  ],
};

interface HookEntry {
  readonly post: {
    readonly requestBody: { readonly content: { readonly 'application/json': { readonly schema: unknown } } };
  };
}

/** A schema of the document, with what it refers to. */
function schemaIn(document: { components: { schemas: Record<string, unknown> } }, schema: unknown) {
  const inline = (part: unknown): unknown =>
    JSON.parse(
      JSON.stringify(part).replace(/\{"\$ref":"#\/components\/schemas\/(\w+)"\}/g, (_, name: string) =>
        JSON.stringify(document.components.schemas[name]),
      ),
    );
  return z.fromJSONSchema(inline(schema) as Parameters<typeof z.fromJSONSchema>[0]);
}

async function opened() {
  const world = await openPages(reports, { topics });
  await world.start();
  return world;
}

describe('the API', () => {
  it('gives a topic’s stories, the top stories, and those of a search', async () => {
    const world = await opened();
    const ask = async (path: string) => (await world.get(path)).json() as Promise<{ stories: { title: string }[] }>;
    expect(await ask('/api/stories?topic=renata-kestrov')).toMatchObject({
      topic: { slug: 'renata-kestrov', name: 'Renata Kestrov', query: 'Kestrov' },
      page: 1,
      next: null,
      stories: [
        {
          title: 'Kestrov resigns as foreign minister of Valdora',
          url: 'https://harbour-wire.example/1',
          level: 'about',
          published: '2026-03-10T11:10:00.000Z',
          sources: [{ name: 'Harbour Wire', url: 'https://harbour-wire.example/1' }],
        },
      ],
    });
    expect((await ask('/api/stories')).stories).toHaveLength(2);
    expect((await ask('/api/stories?q=harbour%20bridge')).stories.map(({ title }) => title)).toEqual([
      'Police close Lisk harbour bridge after lorry fire',
    ]);
  });

  it('answers as its own document says', async () => {
    const world = await opened();
    const document = JSON.parse(await world.text('/api/openapi.json'));
    expect(document.openapi).toBe('3.1.0');
    const page = schemaIn(document, document.components.schemas.Page);
    const problem = schemaIn(document, document.components.schemas.Problem);
    for (const query of ['', '?topic=renata-kestrov', '?q=bridge'])
      expect(page.safeParse(await (await world.get(`/api/stories${query}`)).json())).toMatchObject({ success: true });
    expect(page.safeParse({ stories: [] }).success).toBe(false);
    for (const [query, status] of [
      ['?topic=nobody', 404],
      ['?page=0&topic=renata-kestrov', 400],
      ['?q=the', 400],
      ['?q=%00', 400],
      ['?q=bridge&topic=renata-kestrov', 400],
      ['/unknown', 404],
    ] as const) {
      const answer = await world.get(`/api/stories${query}`);
      expect([query, answer.status]).toEqual([query, status]);
      expect(problem.safeParse(await answer.json())).toMatchObject({ success: true });
    }
  });

  it('is described by a document that is one of OpenAPI', async () => {
    const world = await opened();
    const read = await new Validator().validate(JSON.parse(await world.text('/api/openapi.json')));
    expect(read).toEqual({ valid: true });
  });

  it('describes what outgoing webhooks get, of every kind', async () => {
    const world = await opened();
    const document = JSON.parse(await world.text('/api/openapi.json'));
    const alert = sampleAlert();
    const notice = { ...plain('No news tonight.'), kind: 'notice' as const };
    const digest = { ...alert, blocks: [...alert.blocks, ...alert.blocks] };
    const posted = [
      eventOf(alert, false, 'd1', noon),
      eventOf(alert, true, 'd1', noon),
      eventOf({ ...alert, kind: 'update' }, false, 'd2', noon),
      eventOf(digest, false, 'd3', noon),
      eventOf(notice, false, 'd4', noon),
    ];
    expect(posted.map(({ type }) => type).toSorted()).toEqual(Object.keys(document.webhooks).toSorted());
    for (const event of posted) {
      for (const [type, { post }] of Object.entries<HookEntry>(document.webhooks)) {
        const schema = schemaIn(document, post.requestBody.content['application/json'].schema);
        const read = schema.safeParse(JSON.parse(JSON.stringify(event)));
        expect([type, read.success, type === event.type ? read.error : undefined]).toEqual([
          type,
          type === event.type,
          undefined,
        ]);
      }
    }
  });

  it('refuses those who ask too often, in JSON', async () => {
    const world = await opened();
    let refused: Response | undefined;
    for (let count = 0; count < 20 && refused === undefined; count += 1) {
      const answer = await world.get(`/api/stories?q=bridge${count}`);
      if (answer.status === 429) refused = answer;
    }
    expect(await refused?.json()).toEqual({ error: expect.stringMatching(/Too many requests/) });
    expect(refused?.headers.get('retry-after')).toBe('30');
  });
});
