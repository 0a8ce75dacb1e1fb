'use strict';
// The second theme (LEDGER): what axe finds, what overflows, and that the parts which scripts need are still there.
process.env.SITE = process.env.LEDGER;
const { test, before, after } = require('node:test'), assert = require('assert'), fs = require('fs');
const { bases, start, stop, visit, pages, found } = require('./browser.js');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
before(start);
after(stop);

const THEMES = { light: { colorScheme: 'light' }, dark: { colorScheme: 'dark' }, forced: { forcedColors: 'active' } };
for (const [theme, options] of Object.entries(THEMES)) {
  test(`the ledger has no fault that axe knows: ${theme}`, async () => {
    const all = [], kinds = [...pages(/^[^/]*$/), ...pages(/^003-[^/]*\/((index|plan)\.html|contracts)/)];
    assert.ok(kinds.length >= 20, `${kinds.length} pages`);
    for (const name of kinds) {
      for (const width of [1280, 320]) {
        await visit(bases.http + name, { ...options, viewport: { width, height: 800 } }, async (page) => {
          await page.evaluate(axe);
          const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values } }), TAGS);
          all.push(...violations.map((one) => `${name} ${width}: ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`));
          if (!await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)) all.push(`${name} is wider than ${width}`);
        });
      }
    }
    assert.deepStrictEqual(all, []);
  });
}

test('search, the colour scheme and the tabs of the ledger work, over http and from the folder', async () => {
  for (const base of [bases.http, bases.file]) {
    await visit(base + '003-ticket-purchase/plan.html', { colorScheme: 'light' }, async (page) => {
      const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await ground();
      await page.keyboard.press('/');
      await page.waitForSelector('dialog[open] input');
      await page.keyboard.type('refund');
      assert.ok((await found(page)).length > 0);
      await page.keyboard.press('Escape');
      for (let press = 0; press < 2 && await ground() === light; press += 1) await page.click('[data-theme-switch]');
      assert.notStrictEqual(await ground(), light);
      await page.click('.tabs a[href="spec.html"]');
      assert.match(await page.textContent('.tabs [aria-current=page]'), /^\s*Spec/);
    });
  }
});

test('the ledger prints without its frame', async () => {
  await visit(bases.http + '003-ticket-purchase/plan.html', {}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    for (const part of ['.top', '.tabs', '.contents', '.foot']) assert.ok(!await page.isVisible(part), part);
    assert.ok(await page.isVisible('h1'));
  });
});
