'use strict';
const { test, before, after } = require('node:test'), assert = require('assert');
const { bases, start, stop, visit } = require('./browser.js');
before(start);
after(stop);

test('documents print without what is for the screen', async () => {
  for (const name of ['index.html', '003-ticket-purchase/index.html', '003-ticket-purchase/plan.html']) {
    await visit(bases.file + name, {}, async (page) => {
      const bytes = await page.pdf({ format: 'A4' });
      assert.strictEqual(bytes.subarray(0, 5).toString(), '%PDF-');
      const count = (bytes.toString('latin1').match(/\/Type\s*\/Page\b/g) || []).length;
      assert.ok(count > 0 && count < 60, `${name}: ${count} pages`);
      await page.emulateMedia({ media: 'print' });
      for (const chrome of ['[data-search]', '[data-theme-switch]', 'nav:not(.crumbs)', '.crumbs button']) {
        assert.strictEqual(await page.$$eval(chrome, (all) => all.filter((one) => one.checkVisibility()).length), 0, `${name} prints ${chrome}`);
      }
      assert.ok((await page.innerText('main h1')).length > 3);
    });
  }
});

test('every sheet names its document, and links are notes', async () => {
  await visit(bases.file + '004-gate-validation/spec.html', {}, async (page) => {
    const links = await page.$$eval('article a[href^="http"]', (all) => all.map((one) => one.href));
    assert.ok(links.length > 0);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    // What is fixed stands on every sheet.
    assert.strictEqual(await page.$eval('.crumbs', (crumbs) => getComputedStyle(crumbs).position), 'fixed');
    assert.match(await page.innerText('.crumbs'), /004 Gate validation/);
    assert.deepStrictEqual(await page.$$eval('.notes li', (all) => all.map((one) => one.textContent)), links);
    assert.match(await page.$eval('a[data-note]', (link) => getComputedStyle(link, '::after').content), /1/);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.strictEqual(await page.locator('.notes').count(), 0);
  });
});

test('the brief of a feature fits two sheets', async () => {
  for (const folder of ['001-rider-accounts', '003-ticket-purchase', '004-gate-validation']) {
    await visit(bases.file + folder + '/index.html', {}, async (page) => {
      const bytes = await page.pdf({ preferCSSPageSize: true });
      const sheets = (bytes.toString('latin1').match(/\/Type\s*\/Page\b/g) || []).length;
      assert.ok(sheets <= 2, `${folder}: ${sheets}`);
    });
  }
});
