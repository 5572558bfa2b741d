/** A small Wikidata over a real socket: searches its entities by name and tells them in the languages asked for. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeEntity {
  readonly id: string;
  /** Label, description and aliases by language. */
  readonly names: Readonly<
    Record<string, { readonly label: string; readonly description?: string; readonly aliases?: readonly string[] }>
  >;
}

export interface WikidataWorld {
  readonly api: string;
  /** Query strings and user agents of the requests, in order. */
  readonly asked: readonly { readonly params: URLSearchParams; readonly userAgent: string }[];
  /** From now on every request is answered with this instead. */
  fail(answer: { readonly status: number; readonly body: string } | undefined): void;
  /** From now on requests wait until what this answers is called. */
  hold(): () => void;
  close(): Promise<void>;
}

function orEmptyList(record: Readonly<Record<string, unknown>>): unknown {
  return Object.keys(record).length === 0 ? [] : record;
}

function told(entity: FakeEntity, languages: readonly string[]): unknown {
  const chosen = Object.entries(entity.names).filter(([language]) => languages.includes(language));
  const texts = (pick: (name: FakeEntity['names'][string]) => unknown) =>
    orEmptyList(
      Object.fromEntries(
        chosen.flatMap(([language, name]) => (pick(name) === undefined ? [] : [[language, pick(name)]])),
      ),
    );
  return {
    id: entity.id,
    labels: texts(({ label }) => ({ value: label })),
    descriptions: texts(({ description }) => (description === undefined ? undefined : { value: description })),
    aliases: texts(({ aliases }) => aliases?.map((value) => ({ value }))),
  };
}

function answerTo(entities: readonly FakeEntity[], params: URLSearchParams): unknown {
  if (params.get('action') === 'wbsearchentities') {
    const wanted = params.get('search')!.toLowerCase();
    const fits = ({ names }: FakeEntity) =>
      Object.values(names).some(({ label }) => label.toLowerCase().includes(wanted));
    return {
      search: entities
        .filter(fits)
        .slice(0, Number(params.get('limit')))
        .map(({ id }) => ({ id })),
    };
  }
  const ids = params.get('ids')!.split('|');
  const languages = params.get('languages')!.split('|');
  return {
    entities: Object.fromEntries(
      entities.filter(({ id }) => ids.includes(id)).map((entity) => [entity.id, told(entity, languages)]),
    ),
  };
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

export async function createWikidataWorld(entities: readonly FakeEntity[]): Promise<WikidataWorld> {
  const asked: { params: URLSearchParams; userAgent: string }[] = [];
  let failure: { readonly status: number; readonly body: string } | undefined;
  let gate: Promise<void> | undefined;
  const server = createServer(async (request, response) => {
    const { searchParams: params } = new URL(request.url ?? '', 'http://localhost');
    asked.push({ params, userAgent: request.headers['user-agent'] ?? '' });
    await gate;
    if (failure !== undefined) send(response, failure.status, failure.body);
    else send(response, 200, JSON.stringify(answerTo(entities, params)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    api: `http://127.0.0.1:${(server.address() as AddressInfo).port}/w/api.php`,
    asked,
    fail: (answer) => {
      failure = answer;
    },
    hold() {
      let open = () => {};
      gate = new Promise((resolve) => {
        open = resolve;
      });
      return () => {
        gate = undefined;
        open();
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
