import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildReport } from '../../src/report/build-report.ts';
import { renderHtml } from '../../src/report/html.ts';
import { debianProgram } from '../debian-program.ts';
import { hostilePayloads } from '../hostile-payloads.ts';
import { bareIncident, hostileIncident, richIncident } from '../incident-fixture.ts';

const program = debianProgram('chromium', 'chromium', 'the HTML report in a browser');

describe.skipIf(program === null)('report.html in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: program ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  /** The page opened, what it asked the network for, and what it let run. */
  async function opened(html: string, { width = 1280, colorScheme = 'light' }: Window = {}) {
    // Axe is a script, which the page's own policy keeps out; and without the policy hostile text has it easier.
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    const told: string[] = [];
    page.on('dialog', (dialog) => void (told.push(`dialog ${dialog.message()}`), dialog.dismiss()));
    page.on('request', (request) => void told.push(request.url()));
    page.on('console', (message) => void told.push(message.text()));
    await page.setContent(html, { waitUntil: 'load' });
    return { page, told };
  }

  async function findings(page: Page): Promise<readonly string[]> {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<Results>('axe.run({ resultTypes: ["violations"] })');
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`);
  }

  test.each([
    ['of a rich incident', richIncident, 'light'],
    ['of a rich incident in the dark', richIncident, 'dark'],
    ['of which almost nothing is known', bareIncident, 'light'],
    ['full of hostile text', hostileIncident(hostilePayloads.join(' ')), 'light'],
  ] as const)('axe finds nothing in a report %s', async (_, incident, colorScheme) => {
    const { page } = await opened(renderHtml(buildReport(incident)), { colorScheme });
    expect(await findings(page)).toEqual([]);
  });

  test('axe finds what is wrong', async () => {
    const { page } = await opened(
      '<!doctype html><html><head><title>x</title></head><body><main><h1>x</h1><img src="data:,"></main></body></html>',
    );
    expect(await findings(page)).toEqual([
      expect.stringContaining('html-has-lang'),
      expect.stringContaining('image-alt'),
    ]);
  });

  test('hostile text loads nothing, runs nothing and asks nothing', async () => {
    const { told } = await opened(renderHtml(buildReport(hostileIncident(hostilePayloads.join(' ')))));
    expect(told).toEqual([]);
  });

  test.each([390, 1280])('nothing but tables and figures is wider than a window of %d pixels', async (width) => {
    const { page } = await opened(renderHtml(buildReport(richIncident)), { width });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });
});

interface Window {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
}

interface Results {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}
