'use strict';
const { test, before, after } = require('node:test'), assert = require('assert');
const { bases, start, stop, visit, pages } = require('./browser.js');
before(start);
after(stop);

// What has the focus must be seen to have it.
const focused = () => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {
    name: one.tagName + ' ' + (one.textContent || one.getAttribute('aria-label') || '').trim().slice(0, 40), body: one === document.body, href: one.href || '',
    seen: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none') && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
};

test('a walk with the keyboard alone: dashboard, feature, plan, search', async () => {
  await visit(bases.file + 'index.html', {}, async (page) => {
    await page.keyboard.press('Tab');
    const skip = await page.evaluate(focused);
    assert.match(skip.href, /#/, `the first stop skips to the content: ${skip.name}`);
    await page.keyboard.press('Enter');
    const follow = async (wanted) => {
      for (let presses = 0; presses < 150; presses++) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate(focused);
        assert.ok(at.body || at.seen, `not to be seen on ${page.url()}: ${at.name}`);
        if (wanted.test(at.href)) {
          await page.keyboard.press('Enter');
          await page.waitForURL(wanted);
          return;
        }
      }
      assert.fail(`${wanted} is not reached from ${page.url()}`);
    };
    await follow(/003-ticket-purchase\/index\.html$/);
    await follow(/003-ticket-purchase\/plan\.html$/);
    await follow(/003-ticket-purchase\/tasks\.html$/);
    await page.keyboard.press('/');
    await page.waitForSelector('dialog[open]');
    await page.keyboard.type('refund');
    await page.waitForSelector('dialog [role=option][data-url]');
    await page.waitForTimeout(200);
    await page.keyboard.press('Enter');
    await page.waitForURL(/[?]hit=refund/);
    await page.goBack();
    assert.match(page.url(), /tasks\.html/);
  });
});

test('a walk without scripts reaches every page', async () => {
  await visit(bases.file + 'index.html', { javaScriptEnabled: false }, async (page) => {
    const seen = new Set(), open = ['index.html'];
    while (open.length) {
      const name = open.pop();
      if (seen.has(name)) continue;
      seen.add(name);
      await page.goto(bases.file + name);
      assert.ok((await page.innerText('main')).trim().length > 20, `${name} is empty`);
      const links = await page.$$eval('a[href]', (all) => all.filter((one) => one.getClientRects().length || one.closest('details')).map((one) => new URL(one.getAttribute('href'), document.baseURI).href));
      for (const link of links) {
        if (!link.startsWith(bases.file)) continue;
        const next = decodeURIComponent(link.slice(bases.file.length).replace(/[?#].*/, ''));
        if (next.endsWith('.html') && !seen.has(next)) open.push(next);
      }
    }
    // Search is for scripts alone; the A–Z page stands in for it.
    assert.ok(seen.has('index-az.html'));
    const lost = pages().filter((name) => !seen.has(name) && !['404.html', 'search.html'].includes(name));
    assert.deepStrictEqual(lost, []);
  });
});

test('menus, filters, theme and search with the keyboard alone; Escape leads back', async () => {
  await visit(bases.http + '003-ticket-purchase/plan.html', { reducedMotion: 'reduce' }, async (page) => {
    const has = (css) => page.evaluate((selector) => document.activeElement.matches(selector), css);
    const until = async (css, key = 'Tab') => {
      for (let presses = 0; presses < 80; presses++) {
        await page.keyboard.press(key);
        const at = await page.evaluate(focused);
        assert.ok(at.body || at.seen, `not to be seen: ${at.name}`);
        if (await has(css)) return;
      }
      assert.fail(`${css} is not reached`);
    };
    // Stops come in the order of the page.
    await until('.skip');
    await until('.brand');
    await until('.more summary');
    await page.keyboard.press('Enter');
    await until('.more ul a');
    assert.ok(await page.evaluate(() => document.activeElement.checkVisibility()));
    await page.keyboard.press('Escape');
    assert.ok(await has('.more summary'));
    assert.strictEqual(await page.$eval('.more', (menu) => menu.open), false);
    await until('[data-search]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open] input');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement.matches('[data-search]'));
    await until('[data-theme-switch]');
    const theme = await page.getAttribute('[data-theme-switch]', 'aria-label');
    await page.keyboard.press('Space');
    assert.notStrictEqual(await page.getAttribute('[data-theme-switch]', 'aria-label'), theme);
    await until('.side a');
    await until('.crumbs a');
    await until('.toc a');
    const hash = await page.evaluate(() => document.activeElement.hash);
    await page.keyboard.press('Enter');
    assert.strictEqual(new URL(page.url()).hash, hash);
    // From a place in the text the next stop lies behind it.
    await page.waitForFunction(() => document.activeElement === document.body);
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate((id) => {
      const target = document.getElementById(id);
      return document.activeElement.closest('main') && (target.contains(document.activeElement) || target.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING);
    }, decodeURIComponent(hash.slice(1))));
    await until('details summary');
    const open = await page.evaluate(() => document.activeElement.parentNode.open);
    await page.keyboard.press('Enter');
    assert.strictEqual(await page.evaluate(() => document.activeElement.parentNode.open), !open);
  });
  await visit(bases.http + 'requirements.html', {}, async (page) => {
    for (let presses = 0; presses < 60 && !await page.evaluate(() => document.activeElement.matches('.filters [name=q]')); presses++) await page.keyboard.press('Tab');
    await page.keyboard.type('ticket');
    assert.match(page.url(), /[?&]q=ticket/);
    assert.ok((await page.textContent('.filters output')).length > 0);
  });
});

test('menus of narrow windows open and close with the keyboard', async () => {
  await visit(bases.http + '003-ticket-purchase/plan.html', { viewport: { width: 320, height: 700 } }, async (page) => {
    for (const menu of await page.locator('[popovertarget]').all()) {
      await menu.focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(() => document.activeElement.closest(':popover-open')), 'the next stop is in the menu');
      await page.keyboard.press('Escape');
      assert.strictEqual(await page.locator(':popover-open').count(), 0);
      assert.ok(await menu.evaluate((one) => one === document.activeElement), 'Escape leads back');
    }
  });
});

test('German fits 320 pixels, Arabic runs from the right', async () => {
  const names = ['index.html', 'requirements.html', 'risks.html', 'endpoints.html', '003-ticket-purchase/index.html', '003-ticket-purchase/plan.html', '003-ticket-purchase/tasks.html', '006-sailing-times/contracts/sailings.graphql.html'];
  for (const language of ['de', 'ar']) {
    for (const width of [320, 1280]) {
      for (const name of names) {
        await visit(bases[language] + name, { viewport: { width, height: 800 } }, async (page) => {
          assert.strictEqual(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, `${language} ${name} at ${width}`);
          const menu = page.locator('[popovertarget="pf.menu"]'), more = page.locator('.more summary');
          assert.strictEqual(await menu.isVisible(), width === 320);
          if (width === 320) await menu.click();
          if (await more.count()) {
            await more.click();
            const boxes = await page.$$eval('.more ul a', (all) => all.map((one) => { const box = one.getBoundingClientRect(); return [box.left, box.right, one.checkVisibility()]; }));
            assert.ok(boxes.length > 0 && boxes.every(([left, right, seen]) => seen && left >= 0 && right <= width), `${language} ${name} at ${width}: ${JSON.stringify(boxes)}`);
          }
          if (width === 320) await page.keyboard.press('Escape');
          if (language === 'ar' && width === 1280 && name.includes('/')) {
            assert.ok(await page.evaluate(() => document.querySelector('.side').getBoundingClientRect().left > document.querySelector('main').getBoundingClientRect().right - 1));
          }
        });
      }
    }
  }
});

test('without scripts rows, menus and the tree are reached by links', async () => {
  await visit(bases.file + '003-ticket-purchase/plan.html', { javaScriptEnabled: false }, async (page) => {
    await page.click('.more summary');
    await page.click('.more a[href$="index-az.html"]');
    assert.ok(await page.locator('main .names a').count() > 50);
    await page.goBack();
    await page.click('[data-tree]');
    await page.waitForURL(/index\.html#pf\.features$/);
    assert.ok(await page.locator('#pf\\.feature-table tbody tr th a').count() >= 9);
    // Counts lead to the lines that they count, controls that need scripts are not there.
    assert.strictEqual(await page.locator('form.filters:visible, button:visible').count(), 0);
    await page.click('.ledger a[href*="requirements.html"]');
    assert.ok(await page.locator('main tbody tr').count() > 50);
  });
  await visit(bases.file + '003-ticket-purchase/plan.html', { javaScriptEnabled: false, viewport: { width: 320, height: 700 } }, async (page) => {
    await page.click('[popovertarget="pf.contents"]');
    await page.click('.toc:popover-open a >> nth=3');
    assert.ok(new URL(page.url()).hash.length > 1);
  });
  await visit(bases.file + 'search.html', { javaScriptEnabled: false }, async (page) => {
    assert.match(await page.textContent('main .no-js'), /script/);
    await page.click('main a[href$="index-az.html"]');
  });
});
