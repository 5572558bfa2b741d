import { afterEach, expect, onTestFinished, test } from 'vitest';
import { makeFolder } from '../worlds/folder.ts';
import { type Newsstand, openNewsstand } from '../worlds/newsstand.ts';
import { type Line, type Program, startProgram } from '../worlds/program.ts';

/** One day in Lisk, two outlets each: events that have nothing in common but the town. */
const events = [
  [
    'Bakers of Lisk win prize for rye bread',
    'Two bakers from Lisk won the national prize for rye bread after a jury tasted ninety loaves.',
    'Rye loaf from Lisk named the best in the country',
  ],
  [
    'Old lighthouse near Lisk becomes a museum',
    'The lighthouse at the harbour of Lisk opens as a museum of shipping in May, with lamps and charts.',
    'Museum of shipping opens in the lighthouse of Lisk',
  ],
  [
    'Lorry fire closes harbour bridge in Lisk',
    'A lorry caught fire on the harbour bridge in Lisk and traffic stood still for three hours.',
    'Harbour bridge shut for hours in Lisk as lorry burns',
  ],
  [
    'Nurses in Lisk walk out over night shifts',
    'Some four hundred nurses left their wards at the Lisk hospital in a dispute about night shifts.',
    'Hospital strike in Lisk: 400 nurses demand shorter nights',
  ],
  [
    'Comet hunters of Lisk find a new asteroid',
    'Amateur astronomers in Lisk discovered an asteroid forty metres wide with a telescope of their own.',
    'Amateurs in Lisk discover forty-metre asteroid',
  ],
  [
    'Court in Lisk fines ferry line for delays',
    'A court in Lisk ordered the ferry line Aurelia to pay two million crowns to passengers.',
    'Ferry line Aurelia fined two million crowns by Lisk court',
  ],
  [
    'Chess club of Lisk beats the champions',
    'The chess club of Lisk won the league final against the champions by five boards to three.',
    'Lisk chess players take the league title, five to three',
  ],
] as const;

const startedAt = Date.parse('2026-03-10T08:00:00Z');
const iso = (at: number) => new Date(at).toISOString();

let stand: Newsstand | undefined;
let program: Program | undefined;
afterEach(async () => {
  await program?.kill('SIGKILL');
  await stand?.close();
});

test('a day with seven kills loses no story, and repeats at most what was being printed', {
  timeout: 120_000,
}, async () => {
  stand = await openNewsstand({ 'Harbour Wire': [], 'Meridian Post': [] });
  const folder = makeFolder();
  onTestFinished(() => folder.remove());
  const start = (at: number) =>
    startProgram({
      args: [
        '--store',
        `sqlite:${folder.path('state.sqlite')}`,
        '--feeds',
        stand!.opmlUrl,
        '--allow-private',
        '127.0.0.0/8',
        '--clock',
        iso(at),
        '--poll',
        '1s',
        '--log',
        'error',
      ],
    });

  program = start(startedAt);
  await program.ask('/follow Lisk');
  await program.ask('/settings cap 50');
  await program.ask('/settings topiccap 50');
  const lines: Line[] = [];
  for (const [index, [title, text, other]] of events.entries()) {
    const now = startedAt + index * 20 * 60_000;
    stand.publish('Harbour Wire', { title, text, published: iso(now) });
    // Killed before, while and after it takes up the story, and while the next start is under way.
    if (index % 2 === 0) await program.line(({ kind, text: shown }) => kind === 'alert' && shown.includes(title));
    lines.push(...(await program.kill('SIGKILL')).lines);
    stand.publish('Meridian Post', { title: other, text, published: iso(now + 60_000) });
    program = start(now + 10 * 60_000);
    if (index === 3) {
      lines.push(...(await program.kill('SIGKILL')).lines);
      program = start(now + 11 * 60_000);
    }
    await program.ask('/topics');
  }
  // What joined a story grew it without a sound; it is there all the same.
  await program.ask('/latest Lisk');
  await program.ask('/do latest:1:=Lisk');
  const last = await program.finish();
  expect(last.code).toBe(0);
  lines.push(...last.lines);

  const known = lines.flatMap(({ stories }) => stories.flatMap(({ sources }) => sources.map(({ url }) => url)));
  for (let report = 1; report <= events.length; report += 1)
    expect(known).toContain(`https://harbour-wire.example/${report}`);
  const alerts = lines.filter(({ kind }) => kind === 'alert').map(({ stories }) => stories[0]!.id);
  for (const id of new Set(alerts)) expect(alerts.filter((one) => one === id).length).toBeLessThanOrEqual(2);
  // A terminal cannot tell a repeated line: what was printed and not yet marked may come once more after each kill.
  expect(alerts.length).toBeLessThanOrEqual(events.length + 8);
  const rung = lines.filter(({ kind }) => kind === 'alert').map(({ stories }) => stories[0]!.title);
  for (const [title, , other] of events) {
    const times = rung.filter((one) => one === title || one === other).length;
    expect(times, title).toBeGreaterThanOrEqual(1);
    expect(times, title).toBeLessThanOrEqual(2);
  }
});
