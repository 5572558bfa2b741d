/** What `/api` answers and what is posted to outgoing webhooks, as OpenAPI 3.1. */
import { categories } from '../../src/model.ts';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const address = { type: ['string', 'null'], format: 'uri' };

function object(properties: Readonly<Record<string, unknown>>) {
  return { type: 'object', properties, required: Object.keys(properties) };
}

const topic = object({ slug: text, name: text, query: { ...text, description: 'As one would follow it in chat.' } });
const source = object({ name: text, title: text, url: address, published: moment });
const story = object({
  id: text,
  title: text,
  url: address,
  level: { enum: ['about', 'mention', null], description: 'How the topic stands to the story; null without a topic.' },
  category: { enum: [...categories] },
  language: { type: ['string', 'null'], description: 'ISO 639-1' },
  summary: text,
  published: { ...moment, description: 'When the first source told it.' },
  updated: { ...moment, description: 'When the newest source told it.' },
  sources: { type: 'array', items: source },
});
const page = object({
  topic: { anyOf: [{ $ref: '#/components/schemas/Topic' }, { type: 'null' }] },
  query: { type: ['string', 'null'] },
  page: { type: 'integer' },
  next: { ...address, description: 'The next page, if there is one.' },
  stories: { type: 'array', items: { $ref: '#/components/schemas/Story' } },
});

const answers = (description: string, schema: unknown) => ({
  description,
  content: { 'application/json': { schema } },
});
const problem = (description: string) => answers(description, { $ref: '#/components/schemas/Problem' });
const query = (name: string, description: string, schema: unknown) => ({ name, in: 'query', description, schema });

/** By type: when it is posted, and what its `data` holds beside what all have. */
const events = {
  'story-new': { when: 'A story about the topic begins.', stories: { minItems: 1, maxItems: 1 } },
  'story-grown': {
    when: 'More outlets tell it; `data.message` is that of the post it began with.',
    stories: { minItems: 1, maxItems: 1 },
  },
  'story-update': { when: 'After hours of quiet it has a new fact.', stories: { minItems: 1, maxItems: 1 } },
  stories: { when: 'Several that came at once, in one post.', stories: { minItems: 1 } },
  notice: { when: 'Words of the operator, in `data.text`.', stories: { maxItems: 0 }, more: { text } },
} as const;

type Event = (typeof events)[keyof typeof events];

const signed = [
  ['webhook-id', 'The same at every try of this post: drop what you know.', text],
  ['webhook-timestamp', 'Seconds since 1970. Refuse what is more than five minutes old.', text],
  ['webhook-signature', '`v1,` and HMAC-SHA256 of `ID.TIMESTAMP.BODY` in base64 (Standard Webhooks).', text],
] as const;

function eventSchema(type: string, { stories, ...event }: Event) {
  const list = { type: 'array', items: { $ref: '#/components/schemas/Story' }, ...stories };
  const data = object({
    message: { ...text, description: 'The same for what belongs together.' },
    topic: { type: ['string', 'null'], description: 'As it is named in the config file.' },
    stories: list,
    ...('more' in event ? event.more : {}),
  });
  return object({ type: { const: type }, timestamp: moment, data });
}

function hook(type: string, event: Event) {
  const parameters = signed.map(([name, description, schema]) => {
    return { name, in: 'header', required: true, description, schema };
  });
  const body = { 'application/json': { schema: eventSchema(type, event) } };
  const responses = {
    '2XX': { description: 'Taken, within 15 seconds' },
    410: { description: 'Nothing more is posted until the next start' },
    429: { description: 'Tried again, after Retry-After if it is given; so are 408, 409, 421, 423, 425 and 5xx' },
    default: { description: 'Given up: a dead delivery, which the operator can try again' },
  };
  return { post: { summary: event.when, parameters, requestBody: { required: true, content: body }, responses } };
}

export function openApi(origin: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Dateline',
      version: '1',
      description: 'News as stories: one entry an event, with all its sources.',
    },
    servers: [{ url: origin }],
    paths: {
      '/api/topics': {
        get: {
          summary: 'The topics that are public here',
          responses: { 200: answers('Topics', object({ topics: { type: 'array', items: topic } })) },
        },
      },
      '/api/stories': {
        get: {
          summary: 'Stories of a topic, of a search, or the top stories of the last day',
          parameters: [
            query('topic', 'Slug of a public topic; stories of 14 days, about it first, newest first.', text),
            query('q', 'A topic as one would follow it in chat.', { type: 'string', minLength: 1, maxLength: 200 }),
            query('page', 'Of a topic.', { type: 'integer', minimum: 1, maximum: 100, default: 1 }),
          ],
          responses: {
            200: answers('Stories', { $ref: '#/components/schemas/Page' }),
            400: problem('A parameter is wrong'),
            404: problem('There is no such topic'),
            429: problem('Too many requests; Retry-After says when to come again'),
          },
        },
      },
    },
    webhooks: Object.fromEntries(Object.entries(events).map(([type, event]) => [type, hook(type, event)])),
    components: { schemas: { Topic: topic, Story: story, Page: page, Problem: object({ error: text }) } },
  };
}
