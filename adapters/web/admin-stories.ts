/** `/admin/stories`: how reports became stories, and mending it. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Kin, StoryInDetail, StoryReport } from '../../src/ports.ts';
import { adminPage, minuteOf, section, table } from './admin-parts.ts';
import type { PageParts } from './app.ts';
import { webLink } from './links.ts';
import { clip, type Html } from './story.ts';

const mostStories = 50;
const mostTitles = 12;

export async function storiesPage(c: Context, parts: PageParts, text: string | undefined): Promise<string> {
  const found = await parts.editing.stories(text, mostStories);
  const form = html`<form action="/admin/stories"><input type="search" name="q" maxlength="200" aria-label="Stories about" placeholder="Stories about" value="${text ?? ''}"><button>Show</button></form>`;
  const list = 'problem' in found ? html`<p>${found.problem}</p>` : storyTable(found);
  return adminPage(c, parts, text === undefined ? 'Newest stories' : `Stories about ${text}`, html`${form}${list}`);
}

function storyTable(stories: readonly StoryReport[]): Html {
  if (stories.length === 0) return html`<p>None.</p>`;
  const rows = stories.map(({ id, title, updatedAt, outlets, reports }) => [
    html`<a dir="auto" href="${storyPlace(id)}">${clip(title, 200)}</a>`,
    reports,
    outlets,
    minuteOf(updatedAt),
  ]);
  return table('Stories', ['story', 'reports', 'outlets', 'last report'], rows);
}

export async function storyPage(c: Context, parts: PageParts, id: string): Promise<string | undefined> {
  const story = await parts.editing.story(id);
  if (story === undefined) return undefined;
  const body = html`<p class="quiet">${counted(story.reports, 'report')}, ${counted(story.outlets, 'outlet')}. Odds above 0 speak for one story.
Nobody is told of what you change here; it is kept, and later reports do not undo it.</p>
${section('Reports', splitForm(story))}
${section('Nearest other stories', nearTable(story))}
${section('Merge with another', mergeForm(story.id, undefined))}`;
  return adminPage(c, parts, clip(story.title, 200), body);
}

function splitForm({ id, members }: StoryInDetail): Html {
  const rows = members.map((member) => {
    const href = webLink(member.url);
    const title = clip(member.title, 200);
    return [
      html`<label><input type="checkbox" name="report" value="${member.id}"> <span dir="auto">${title}</span></label>`,
      href === undefined ? member.source : html`<a href="${href}" rel="noopener nofollow">${member.source}</a>`,
      minuteOf(member.at),
      oddsOf(member),
      member.shared.join(', '),
    ];
  });
  const reports = table('Reports', ['report', 'outlet', 'published', 'odds', 'shared with the others'], rows);
  if (members.length < 2) return reports;
  return html`<form class="tall" method="post" action="${storyPlace(id)}/split">${reports}${whyField()}<button>Split off the marked reports</button></form>`;
}

function nearTable({ id, near }: StoryInDetail): Html {
  if (near.length === 0) return html`<p>None.</p>`;
  const rows = near.map((other) => [
    html`<a dir="auto" href="${storyPlace(other.id)}">${clip(other.title, 200)}</a>`,
    oddsOf(other),
    other.shared.join(', '),
    mergeForm(id, other.id),
  ]);
  return table('Nearest other stories', ['story', 'odds', 'shared words', ''], rows);
}

/** With a known other story: only a button. */
function mergeForm(id: string, other: string | undefined): Html {
  if (other !== undefined)
    return html`<form method="post" action="${storyPlace(id)}/merge"><input type="hidden" name="other" value="${other}"><button>Merge</button></form>`;
  return html`<form class="tall" method="post" action="${storyPlace(id)}/merge"><label>Id of the other story (the last part of its address) <input name="other" required maxlength="20"></label>${whyField()}<button>Merge</button></form>`;
}

function whyField(): Html {
  return html`<label>Why (kept with the correction) <input name="why" maxlength="300"></label>`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function oddsOf({ odds }: Kin): string {
  return odds === undefined ? '–' : odds.toFixed(1);
}

export const storyPlace = (id: string) => `/admin/stories/${encodeURIComponent(id)}`;

export async function correctionsPage(c: Context, parts: PageParts): Promise<string> {
  const corrections = await parts.editing.corrections();
  const rows = corrections.map(({ at, kind, why, titles }) => [
    minuteOf(at),
    kind === 'together' ? 'merged' : 'split',
    clip(why, 300),
    html`<ul>${titles.slice(0, mostTitles).map((title) => html`<li dir="auto">${clip(title, 200)}</li>`)}</ul>${
      titles.length > mostTitles ? `and ${titles.length - mostTitles} more` : ''
    }`,
  ]);
  const list =
    rows.length === 0 ? html`<p>None yet.</p>` : table('Corrections', ['when', 'what', 'why', 'reports'], rows);
  const body = html`<p>Every correction is kept as a fixture: <a href="/admin/corrections.jsonl" download>corrections.jsonl</a> holds the
reports as they should be grouped, and <code>npm run bench -- corrections --data corrections.jsonl</code> tells whether they would be today.
The reports belong to their publishers: keep the file to yourself.</p>${list}`;
  return adminPage(c, parts, 'Corrections', body);
}
