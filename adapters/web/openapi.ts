/** What `/api` answers, as OpenAPI 3.1. */
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
    components: { schemas: { Topic: topic, Story: story, Page: page, Problem: object({ error: text }) } },
  };
}
