/** The operator's pages in a real browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, hasBrowser, openBrowser, overflowOf, visit } from '../worlds/browser.ts';
import { openSampleSite } from '../worlds/sample-site.ts';

const token = 'correct-horse-battery';
const httpCredentials = { username: 'operator', password: token };
const web = { adminToken: token, settings: [['poll.interval', '300 s']] as const };

describe.skipIf(!hasBrowser)('the operator’s pages in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  it.each(['light', 'dark'] as const)('are accessible, fit a phone and are silent: %s', async (colorScheme) => {
    const { url } = await openSampleSite({ web });
    const viewport = colorScheme === 'dark' ? { width: 360, height: 740 } : { width: 1200, height: 800 };
    const { page, complaints } = await visit(browser, url, { colorScheme, httpCredentials, viewport });
    await page.goto('/admin/stories');
    const story = (await page.locator('td a').first().getAttribute('href'))!;
    for (const path of ['/admin', '/admin/stories', story, '/admin/corrections']) {
      await page.goto(path);
      expect({ path, faults: await faultsOf(page), overflow: await overflowOf(page) }).toEqual({
        path,
        faults: [],
        overflow: 0,
      });
    }
    expect(complaints).toEqual([]);
  });

  it('split a story by marking reports, say why, and merge it again', async () => {
    const { url } = await openSampleSite({ web });
    const { page, complaints } = await visit(browser, url, { httpCredentials });
    await page.goto('/admin/stories?q=Odalys');
    const found = await page.locator('tbody tr').all();
    const sizes = await Promise.all(found.map(async (row) => Number(await row.locator('td').nth(1).textContent())));
    await found[sizes.indexOf(Math.max(...sizes))]!.locator('a').first().click();
    const whole = await page.locator('input[type=checkbox]').count();
    expect(whole).toBeGreaterThan(2);
    const title = await page.locator('input[type=checkbox]').last().locator('xpath=..').textContent();
    await page.locator('input[type=checkbox]').last().check();
    await page.getByLabel('Why').first().fill('The storm after this one');
    await page.getByRole('button', { name: 'Split off' }).click();
    expect(await page.locator('input[type=checkbox]').count()).toBe(1);
    expect(await page.locator('main').textContent()).toContain(title!.trim());
    await page.getByRole('link', { name: 'Corrections' }).click();
    expect(await page.locator('main').textContent()).toContain('The storm after this one');
    // Those that stayed are a story of their own, under this id or another.
    const made = await page.goBack().then(() => page.url());
    await page.goto('/admin/stories?q=Odalys');
    const rows = await page.locator('tbody tr').all();
    const reports = await Promise.all(rows.map((row) => row.locator('td').nth(1).textContent()));
    const rest = rows[reports.indexOf(String(whole - 1))]!;
    const id = (await rest.locator('a').first().getAttribute('href'))!.split('/').at(-1)!;
    await page.goto(made);
    const merging = page.locator('section', { hasText: 'Merge with another' }).last();
    await merging.getByLabel('Id of the other story').fill(id);
    await merging.getByRole('button', { name: 'Merge' }).click();
    await page.waitForLoadState();
    expect(await page.locator('input[type=checkbox]').count()).toBe(whole);
    expect(complaints).toEqual([]);
  });

  it('show the log as it grows, without a script', async () => {
    const { url, tail } = await openSampleSite({ web });
    const { page, complaints } = await visit(browser, url, { httpCredentials, javaScriptEnabled: false });
    await page.goto('/admin/log', { waitUntil: 'commit' });
    tail.take('{"level":40,"time":"2026-03-11T18:40:02.000Z","msg":"a feed cannot be read"}\n');
    await page.getByText('a feed cannot be read').waitFor();
    tail.take('{"level":30,"time":"2026-03-11T18:40:03.000Z","msg":"it can again"}\n');
    await page.getByText('it can again').waitFor();
    expect(complaints).toEqual([]);
  });
});
