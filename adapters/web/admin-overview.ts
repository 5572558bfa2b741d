/** `/admin`: health, figures, deliveries, feeds, settings. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { DeadDelivery, FeedReport, Figures, WaitingDelivery } from '../../src/ports.ts';
import { adminPage, chart, minuteOf, section, table } from './admin-parts.ts';
import type { PageParts } from './app.ts';
import { clip, type Html } from './story.ts';

const mostFeeds = 300;
const mostDead = 100;
const daysShown = 14;

export async function overview(c: Context, parts: PageParts): Promise<string> {
  const { operation, settings } = parts;
  const [troubles, figures, feeds, waiting, dead] = await Promise.all([
    operation.health(),
    operation.figures(),
    operation.feeds(),
    operation.waiting(),
    operation.dead(),
  ]);
  const health =
    troubles.length === 0 ? 'All is well.' : troubles.map(({ kind, reason }) => `${kind}: ${reason}`).join('; ');
  const body = html`<p><strong>${health}</strong></p>
${section('Numbers', numbersTable(figures))}
${section(`Dead deliveries: ${dead.length}`, deadTable(dead))}
${section('Waiting deliveries', waitingTable(waiting))}
${section('Reports a day', dayChart(feeds))}
${section(`Feeds: ${feeds.length}`, feedTable(feeds))}
${section('Settings in effect', table('Settings', ['setting', 'value'], settings))}`;
  return adminPage(c, parts, 'Operation', body);
}

function numbersTable(figures: Figures): Html {
  const hours = (figures.uptimeMs / 3_600_000).toFixed(1);
  const counts = (group: Readonly<Record<string, number>>) =>
    Object.entries(group)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  return table(
    'Numbers',
    ['what', 'how many'],
    [
      ['running for', `${hours} h`],
      ['feeds', counts(figures.feeds)],
      ['stories of 14 days', figures.stories],
      ['topics', figures.topics],
      ['chats', counts(figures.chats)],
      ['deliveries waiting', counts(figures.waiting)],
      ['platforms resting', figures.resting.join(', ') || 'none'],
    ],
  );
}

function deadTable(dead: readonly DeadDelivery[]): Html {
  if (dead.length === 0) return html`<p>None.</p>`;
  const rows = dead.slice(0, mostDead).map(({ id, platform, kind, createdAt, reason }) => {
    return [minuteOf(createdAt), platform, kind, clip(reason, 300), retryButton('Try again', id)];
  });
  const head = ['since', 'platform', 'kind', 'reason', ''];
  return html`${retryButton('Try all again')}${table('Dead deliveries', head, rows)}`;
}

function retryButton(label: string, id?: string): Html {
  const field = id === undefined ? '' : html`<input type="hidden" name="id" value="${id}">`;
  return html`<form method="post" action="/admin/retry">${field}<button>${label}</button></form>`;
}

function waitingTable(waiting: readonly WaitingDelivery[]): Html {
  if (waiting.length === 0) return html`<p>None.</p>`;
  const rows = waiting.map(({ platform, kind, createdAt, tries, reason }) => {
    return [minuteOf(createdAt), platform, kind, tries, clip(reason, 300)];
  });
  return table('Waiting deliveries', ['since', 'platform', 'kind', 'tries', 'last refusal'], rows);
}

/** All feeds together. */
function dayChart(feeds: readonly FeedReport[]): Html {
  const days = Array.from({ length: daysShown }, (_, at) =>
    feeds.reduce((sum, { daily }) => sum + (daily[at] ?? 0), 0),
  );
  return html`<p>${chart(days, daysLabel(days))} <span class="quiet">${days.join(', ')}, today last (UTC)</span></p>`;
}

function feedTable(feeds: readonly FeedReport[]): Html {
  const rows = feeds.slice(0, mostFeeds).map((feed) => {
    const good = feed.lastGoodAt === undefined ? 'never' : minuteOf(feed.lastGoodAt);
    const days = chart(feed.daily, daysLabel(feed.daily));
    return [feed.name, feed.state, feed.itemsAWeek, days, good, minuteOf(feed.nextCheckAt), clip(feed.note, 300)];
  });
  return table('Feeds', ['feed', 'state', 'items a week', '14 days', 'last read', 'next read', 'note'], rows);
}

function daysLabel(days: readonly number[]): string {
  return `Reports of each of the last ${days.length} days, today last: ${days.join(', ')}`;
}
