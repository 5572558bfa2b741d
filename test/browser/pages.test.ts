/** The pages as people meet them: in a real browser, by keyboard, on a phone, in the dark, from right to left. */
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, hasBrowser, openBrowser, overflowOf, styleOf, visit } from '../worlds/browser.ts';
import { openSampleSite } from '../worlds/sample-site.ts';

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light, on a desk', { colorScheme: 'light' }],
  ['dark, on a phone', { colorScheme: 'dark', ...phone }],
  ['Arabic, on a phone', { locale: 'ar', ...phone }],
  ['forced colours, in German', { forcedColors: 'active', locale: 'de' }],
];

describe.skipIf(!hasBrowser)('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  it.each(looks)('every page is accessible, fits and is silent: %s', async (_name, options) => {
    const { url, text } = await openSampleSite();
    const { page, complaints } = await visit(browser, url, options);
    const story = `/s/${/"id":"([^"]+)"/.exec(await text('/api/stories?topic=storm-odalys'))![1]}`;
    for (const path of ['/', '/t/storm-odalys', story, '/search?q=Odalys', '/search?q=nothingatall']) {
      await page.goto(path);
      expect({ path, faults: await faultsOf(page), overflow: await overflowOf(page) }).toEqual({
        path,
        faults: [],
        overflow: 0,
      });
    }
    expect(await page.locator('html').getAttribute('dir')).toBe(options.locale === 'ar' ? 'rtl' : 'ltr');
    expect(complaints).toEqual([]);
    // The browser itself reports every page that is not there.
    await page.goto('/nothing');
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints.filter((one) => !one.includes('404'))).toEqual([]);
  });

  it('the check for accessibility finds what is not accessible', async () => {
    const { page } = await visit(browser, 'about:blank');
    await page.setContent(
      '<html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"><p style="color:#999">pale</p>',
    );
    const faults = await faultsOf(page);
    expect(faults.some((one) => one.startsWith('image-alt'))).toBe(true);
    expect(faults.some((one) => one.startsWith('color-contrast'))).toBe(true);
  });

  it('the keyboard alone skips to the stories, opens the sources, and searches', async () => {
    const { url } = await openSampleSite();
    const { page, complaints } = await visit(browser, url);
    await page.goto('/t/storm-odalys');
    const focused = (what: string) => page.evaluate<string>(`document.activeElement.${what}.trim()`);
    await page.keyboard.press('Tab');
    expect(await focused('textContent')).toBe('Skip to the stories');
    const box = await page.locator('.skip').boundingBox();
    expect(box!.x).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(await focused('id')).toBe('stories');

    const sources = page.locator('summary').first();
    await sources.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('details[open] ol.time li').first().isVisible()).toBe(true);
    expect(await styleOf(page, 'summary:focus', 'outlineStyle')).toBe('solid');

    await page.locator('input[type=search]').focus();
    await page.keyboard.type('Kestrov');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search?q=Kestrov');
    expect(await page.locator('h1').textContent()).toBe('Search: Kestrov');
    expect(await page.locator('article').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  it('a story’s title has room in the operator’s table on a phone', async () => {
    const { url } = await openSampleSite();
    const { page } = await visit(browser, url, phone);
    await page.goto('/admin/stories');
    const box = await page.locator('td:first-child').first().boundingBox();
    expect(box!.width).toBeGreaterThan(140);
    expect(await overflowOf(page)).toBe(0);
  });

  it('a finger finds every link and button', async () => {
    const { url } = await openSampleSite();
    const { page } = await visit(browser, url, phone);
    await page.goto('/t/storm-odalys');
    const small: string[] = [];
    for (const one of await page.locator('nav a, button, input, summary').all()) {
      const box = await one.boundingBox();
      if (box === null || box.height < 24) small.push(String(await one.textContent()));
    }
    expect(small).toEqual([]);
  });

  it('the dark is dark, and the light is light', async () => {
    const { url } = await openSampleSite();
    const ground = async (colorScheme: 'dark' | 'light') => {
      const { page } = await visit(browser, url, { colorScheme });
      await page.goto('/');
      return styleOf(page, 'body', 'backgroundColor');
    };
    expect(await ground('dark')).toBe('rgb(19, 19, 22)');
    expect(await ground('light')).toBe('rgb(255, 255, 255)');
  });
});
