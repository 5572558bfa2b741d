import { describe, expect, it } from 'vitest';
import { makeChatWorld } from '../worlds/chat.ts';

const file = (content: string) => ({ name: 'file', mediaType: 'text/plain', content });

describe('a file that somebody may have written by hand', () => {
  it('writes a zone as everybody does, however it is spelt in the file', async () => {
    const world = await makeChatWorld();
    const exported = JSON.parse((await world.type('/export')).messages[0]?.file?.content ?? '');
    for (const [zone, written] of [
      ['eUROPE/pARIS', 'Europe/Paris'],
      ['AMERICA/PORT-AU-PRINCE', 'America/Port-au-Prince'],
      ['etc/utc', 'UTC'],
    ]) {
      await world.ask(`/import ${JSON.stringify({ ...exported, settings: { ...exported.settings, zone } })}`);
      expect((await world.record()).settings.zone).toBe(written);
    }
  });

  it('takes no more sources than one chat may add, and says so', async () => {
    const list = file('<opml version="2.0"></opml>');
    const world = await makeChatWorld({ quotas: { feeds: 1 }, administrators: ['telegram:1'] });
    const said = await world.ask('', { file: list });
    expect(said).toContain('1 source added');
    expect(said).toContain('A chat can add 1 source.');
    expect(await world.ask('', { file: list, person: '1' })).toContain('2 sources added');
  });

  it('sends nothing to a thread that only the file names, and no brief that was due elsewhere', async () => {
    const world = await makeChatWorld();
    await world.type('/follow Lavrov', { thread: '7' });
    await world.type('/brief 08:00', { thread: '7' });
    const [mine] = (await world.record()).briefs;
    const elsewhere = {
      ...mine!,
      id: 'other',
      time: '09:00',
      thread: '999',
      lastEdition: '2020-01-01T09:00',
      since: 5,
    };
    const follow = { topicId: 'x', text: 'boats', query: 'boats', since: 5, aliases: [] };
    const follows = ['7', '999'].map((thread) => ({ ...follow, text: `boats ${thread}`, thread }));
    await world.clock.advance(60_000);
    await world.ask(`/import ${JSON.stringify({ dateline: 1, follows, briefs: [elsewhere] })}`);
    const { follows: now, briefs } = await world.record();
    expect(now.map(({ text, thread }) => [text, thread])).toEqual([
      ['Lavrov', '7'],
      ['boats 7', '7'],
      ['boats 999', undefined],
    ]);
    expect(briefs[1]).toEqual({ ...mine, id: 'other', time: '09:00', thread: undefined, since: world.clock.now() });
  });
});
