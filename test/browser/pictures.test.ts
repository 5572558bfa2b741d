/**
 * The pictures of the docs: the bundled sample day in the pages, as a browser shows it.
 * `DATELINE_PICTURES=docs/pictures npm test -- test/browser/pictures.test.ts` takes them anew.
 */
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../worlds/browser.ts';
import { openSampleSite } from '../worlds/sample-site.ts';

const folder = process.env.DATELINE_PICTURES;
const desk: BrowserContextOptions = { viewport: { width: 1000, height: 720 } };
const phone: BrowserContextOptions = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 2 };

// Not in every run: pictures change with the fonts of a machine, and prove nothing that the other tests do not.
describe.skipIf(!hasBrowser || folder === undefined)('the pictures of the docs', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  it('show the start page, a topic, a story and the operator’s pages', async () => {
    const followLinks = (topic: string | undefined) => [
      { platform: 'Telegram', url: 'https://t.me/YourBot', command: undefined },
      {
        platform: 'Discord',
        url: 'https://discord.com/',
        command: topic === undefined ? undefined : `/follow ${topic}`,
      },
    ];
    const { url, text } = await openSampleSite({ web: { followLinks } });
    const id = /"id":"([^"]+)"/.exec(await text('/api/stories?topic=storm-odalys'))![1];
    const take = async (name: string, path: string, options: BrowserContextOptions) => {
      const { page } = await visit(browser, url, options);
      await page.goto(path);
      if (name === 'topic-phone') await page.locator('summary').first().click();
      const target = folder === undefined ? {} : { path: join(folder, `${name}.png`) };
      const picture = await page.screenshot(target);
      expect(picture.length).toBeGreaterThan(10_000);
    };
    await take('start', '/', { ...desk, colorScheme: 'light' });
    await take('topic-phone', '/t/storm-odalys', { ...phone, colorScheme: 'light' });
    await take('story-phone-dark', `/s/${id}`, { ...phone, colorScheme: 'dark' });
    await take('arabic-phone', '/', { ...phone, locale: 'ar', colorScheme: 'dark' });
    await take('admin', '/admin', { ...desk, colorScheme: 'light' });
    await take('admin-story', `/admin/stories/${id}`, { ...desk, colorScheme: 'light' });
  });
});
