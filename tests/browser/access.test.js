'use strict';
const { test, before, after } = require('node:test'), assert = require('assert'), fs = require('fs');
const { bases, start, stop, visit, pages } = require('./browser.js');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
before(start);
after(stop);

async function faults(page, where) {
  // Evaluated, not inserted: pages allow no inline scripts.
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values } }), TAGS);
  return violations.map((one) => `${where}: ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`);
}
const THEMES = { light: { colorScheme: 'light' }, dark: { colorScheme: 'dark' }, forced: { forcedColors: 'active' } };
// One page of each kind.
const KINDS = ['index.html', 'requirements.html', 'tasks.html', 'risks.html', 'decisions.html', 'questions.html', 'endpoints.html', 'entities.html', 'components.html',
  'dependencies.html', 'technologies.html', 'timeline.html', 'diagnostics.html', 'search.html', 'index-az.html', '404.html',
  '003-ticket-purchase/index.html', '003-ticket-purchase/plan.html', '003-ticket-purchase/spec.html', '003-ticket-purchase/tasks.html'];

for (const [theme, options] of Object.entries(THEMES)) {
  test(`no page has a fault that axe knows: ${theme}`, async () => {
    const all = [], contract = pages(/\/contracts\//)[0];
    for (const name of [...KINDS, contract]) {
      await visit(bases.http + name, options, async (page) => { all.push(...await faults(page, name)); });
    }
    assert.deepStrictEqual(all, []);
  });
  test(`nor has open search, nor an open menu: ${theme}`, async () => {
    const all = [];
    await visit(bases.http + '003-ticket-purchase/plan.html', options, async (page) => {
      await page.keyboard.press('/');
      await page.waitForSelector('dialog[open] input');
      await page.keyboard.type('refund');
      await page.waitForSelector('dialog [role=option][data-url]');
      all.push(...await faults(page, 'search'));
    });
    // On a narrow window the navigation is a menu.
    await visit(bases.http + '003-ticket-purchase/plan.html', { ...options, viewport: { width: 320, height: 700 } }, async (page) => {
      const menus = await page.locator('[popovertarget]').all();
      assert.ok(menus.length > 0, 'there is a menu');
      for (const menu of menus) {
        if (!await menu.isVisible()) continue;
        await menu.click();
        assert.strictEqual(await page.locator(':popover-open').count(), 1);
        all.push(...await faults(page, 'menu'));
        await page.keyboard.press('Escape');
        assert.strictEqual(await page.locator(':popover-open').count(), 0);
      }
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'wider than the window');
    });
    assert.deepStrictEqual(all, []);
  });
}
