'use strict';
const { test, before, after } = require('node:test'), assert = require('assert'), { bases, start, stop, visit, found } = require('./browser.js');
before(start);
after(stop);

async function ask(page, text) {
  await page.keyboard.press('/');
  await page.waitForSelector('dialog[open] input');
  await page.keyboard.type(text);
  await page.waitForTimeout(50);
  return found(page);
}

test('finds the same over HTTP and from a folder', async () => {
  for (const question of ['deny list', 'refund', 'fr-001', 'tikcet purchase', 'passw', 'gate validation offline']) {
    const answers = {};
    for (const kind of ['http', 'file']) {
      await visit(bases[kind] + 'index.html', {}, async (page) => { answers[kind] = await ask(page, question); });
    }
    assert.ok(answers.http.length > 0, question);
    assert.deepStrictEqual(answers.http, answers.file, question);
  }
});

test('arrows choose, Enter opens, hits are marked, Escape closes', async () => {
  for (const kind of ['http', 'file']) {
    await visit(bases[kind] + '003-ticket-purchase/plan.html', {}, async (page) => {
      const urls = await ask(page, 'refund');
      assert.ok(urls.length > 2);
      const chosen = () => page.$$eval('dialog [role=option]', (all) => all.findIndex((one) => one.getAttribute('aria-selected') === 'true'));
      const active = () => page.$eval('dialog input[role=combobox]', (input) => document.getElementById(input.getAttribute('aria-activedescendant')).dataset.url);
      assert.strictEqual(await chosen(), 0);
      await page.keyboard.press('ArrowDown');
      assert.strictEqual(await chosen(), 1);
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      assert.strictEqual(await chosen(), urls.length - 1);
      await page.keyboard.press('Escape');
      assert.strictEqual(await page.locator('dialog[open]').count(), 0);
      await page.keyboard.press('Control+k');
      await page.waitForSelector('dialog[open]');
      assert.strictEqual(await page.$eval('dialog input', (input) => input.value), 'refund');
      await page.waitForFunction(() => document.querySelectorAll('dialog [role=option][data-url]').length > 2);
      await page.keyboard.press('ArrowDown');
      const target = (await active()).replace(/^(\.\.?\/)*/, '');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.href.endsWith(target));
      await page.waitForSelector('main mark');
      assert.match(await page.textContent('main mark'), /refund/i);
      const anchor = decodeURIComponent(new URL(page.url()).hash.slice(1));
      assert.ok(!anchor || await page.evaluate((id) => document.getElementById(id) !== null, anchor), anchor);
    });
  }
});

test('an address with a question opens its results, facets narrow them', async () => {
  for (const kind of ['http', 'file']) {
    await visit(bases[kind] + 'search.html?q=refund', {}, async (page) => {
      await found(page);
      const count = async () => parseInt(await page.textContent('dialog [role=status]'), 10);
      const all = await count();
      const label = page.locator('dialog .facets label').first(), stated = parseInt(await label.locator('span').textContent(), 10);
      assert.ok(stated < all, `${stated} of ${all}`);
      await label.locator('input').check();
      await page.waitForFunction((n) => parseInt(document.querySelector('dialog [role=status]').textContent, 10) === n, stated);
    });
    await visit(bases[kind] + 'search.html?q=refund&kind=spec', {}, async (page) => {
      await found(page);
      const heads = await page.$$eval('dialog .hit-doc', (list) => list.map((one) => one.textContent));
      assert.ok(heads.length > 0 && heads.every((head) => / · Spec/.test(head)), heads.join('\n'));
    });
  }
});

test('filters and heads of results read as the pages do', async () => {
  const said = {};
  for (const kind of ['http', 'file']) {
    await visit(bases[kind] + 'index.html', {}, async (page) => {
      await ask(page, 'ticket');
      await page.waitForSelector('dialog .facets label');
      said[kind] = await page.$$eval('dialog .facets label i, dialog .hit-doc b', (all) => all.map((one) => one.textContent));
    });
    assert.ok(said[kind].includes('Decision record') && said[kind].includes('not stated'), said[kind].join('\n'));
    assert.ok(said[kind].some((one) => / · Plan · /.test(one)), said[kind].join('\n'));
    assert.ok(!said[kind].some((one) => /\b(Adr|Unknown)\b/.test(one)), said[kind].join('\n'));
  }
  assert.deepStrictEqual(said.http, said.file);
});

test('a question reads the directory, few pieces, and what filters need behind them; the next one reads what is new', async () => {
  for (const kind of ['http', 'file']) {
    await visit(bases[kind] + 'index.html', {}, async (page) => {
      const read = [];
      page.on('request', (request) => { const found = /\/search\/([^?]*)/.exec(request.url()); if (found) read.push(found[1]); });
      await page.keyboard.press('/');
      await page.fill('dialog[open] input', 'refund');
      await page.waitForSelector('dialog .facets label');
      assert.deepStrictEqual(read.slice(0, 2), ['search.js', 'meta.js']);
      assert.strictEqual(read[read.length - 1], 'facets.js');
      assert.ok(read.filter((one) => one.startsWith('t/')).length < 4 && read.length < 17, read.join('\n'));
      await page.keyboard.type(' policy');
      await page.waitForTimeout(200);
      assert.strictEqual(new Set(read).size, read.length, read.join('\n'));
    });
  }
});
