/** Debian's Chromium, driven by playwright-core; what a page complains of is noted. */
import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const path = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const hasBrowser = existsSync(path);
if (!hasBrowser) console.warn(`There is no ${path}: the tests in a browser are skipped (apt-get install chromium).`);

/** No calls home: nothing of the world is asked but the page. */
const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];

export function openBrowser(): Promise<Browser> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: path, args: ['--disable-gpu', '--disable-sync', ...quiet, ...asRoot] });
}

export interface Visit {
  readonly page: Page;
  /** Errors of the console, failed requests, and whatever was asked of another server. */
  readonly complaints: string[];
}

/** A reader with an empty profile. Closed with the test. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ baseURL: url, ...options });
  onTestFinished(() => context.close());
  // A busy machine is no fault of the page.
  context.setDefaultTimeout(80_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`asks ${request.url()}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // A picture that was still on its way when the page was left.
    if (why !== 'net::ERR_ABORTED') complaints.push(`${request.url()}: ${why}`);
  });
  return { page, complaints };
}

/** What axe-core finds against WCAG 2.2 A and AA and good practice, one line each. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations, passes } = await page.evaluate<AxeResult>(
    `axe.run(document, ${JSON.stringify({ runOnly: tags })})`,
  );
  if (passes.length === 0) throw new Error('The check looked at nothing.');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
  readonly passes: readonly unknown[];
}

/** How far the page is wider than the window; 0 is right. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** A computed style of the first element that the selector names. */
export function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page.evaluate<string>(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${property}`);
}
