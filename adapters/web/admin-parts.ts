/** What the operator's pages are made of. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { PageParts } from './app.ts';
import { frame } from './layout.ts';
import type { Html } from './story.ts';
import { wordsFor } from './words.ts';

export type Cell = string | number | Html;

const places = [
  ['/admin', 'Overview'],
  ['/admin/stories', 'Stories'],
  ['/admin/corrections', 'Corrections'],
  ['/admin/log', 'Log'],
] as const;

/** A whole page, with the way to the others. */
export function adminPage(c: Context, { pages }: PageParts, title: string, content: Html): Promise<string> {
  const { origin, pathname } = new URL(c.req.url);
  const links = places.map(([path, name]) => {
    return html`<li>${path === pathname ? html`<a href="${path}" aria-current="page">${name}</a>` : html`<a href="${path}">${name}</a>`}</li>`;
  });
  const body = html`<nav class="row" aria-label="Operation"><ul>${links}</ul></nav>
${content}`;
  const words = wordsFor(pages, 'en');
  return frame({ title, description: '', url: origin + pathname, origin, words, isHidden: true, isWide: true, body });
}

export function section(title: string, body: Html): Html {
  return html`<section><h2>${title}</h2>${body}</section>`;
}

/** Scrolls by itself where it is wider than the page, by keyboard too. */
export function table(label: string, head: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  const titles = head.map((name) => (name === '' ? html`<td></td>` : html`<th scope="col">${name}</th>`));
  const body = rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`);
  return html`<div class="wide" tabindex="0" role="region" aria-label="${label}"><table><thead><tr>${titles}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** '2026-03-10 12:05' in UTC. */
export function minuteOf(at: number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')}</time>`;
}

const bar = 6;
const height = 24;

/** Columns side by side, the tallest as high as the picture. */
export function chart(values: readonly number[], label: string): Html {
  const most = Math.max(1, ...values);
  const path = values.map((value, at) => {
    const tall = value === 0 ? 1 : Math.max(2, Math.round((value / most) * height));
    return `M${at * bar} ${height}v-${tall}h${bar - 1}v${tall}z`;
  });
  return html`<svg role="img" aria-label="${label}" width="${values.length * bar}" height="${height}" viewBox="0 0 ${values.length * bar} ${height}"><path fill="currentColor" d="${path.join('')}"/></svg>`;
}
