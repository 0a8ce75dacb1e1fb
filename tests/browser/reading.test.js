'use strict';
const { test, before, after } = require('node:test'), assert = require('assert');
const { bases, start, stop, visit, pages } = require('./browser.js');
before(start);
after(stop);

test('the theme that was chosen is there before anything is painted', async () => {
  await visit(bases.http + 'index.html', { colorScheme: 'light' }, async (page, context) => {
    const back = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor);
    const light = await back();
    await page.click('[data-theme-switch]');
    await page.click('[data-theme-switch]');
    assert.strictEqual(await page.getAttribute('html', 'data-theme'), 'dark');
    const dark = await back();
    assert.notStrictEqual(light, dark);
    // The moment when the body comes to be, which is before the first paint.
    await context.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.body) return;
        observer.disconnect();
        window.early = document.documentElement.getAttribute('data-theme');
      }).observe(document, { childList: true, subtree: true });
    });
    await page.goto(bases.http + '003-ticket-purchase/plan.html');
    assert.strictEqual(await page.evaluate(() => window.early), 'dark');
    assert.strictEqual(await back(), dark);
    assert.ok(await page.$eval('head script[src*="theme.js"]', (script) => !script.defer && !script.async));
  });
});

test('filters of registers stand in the address', async () => {
  for (const kind of ['http', 'file']) {
    for (const register of ['requirements.html', 'tasks.html', 'risks.html']) {
      await visit(bases[kind] + register, {}, async (page) => {
        const rows = () => page.$$eval('main table tbody tr', (all) => all.filter((row) => row.checkVisibility()).map((row) => row.textContent));
        const all = await rows(), form = page.locator('form[data-table-filter]').first();
        await form.locator('[name=q]').fill('ticket');
        const fewer = await rows();
        assert.ok(fewer.length > 0 && fewer.length < all.length, `${register}: ${fewer.length} of ${all.length}`);
        assert.match(page.url(), /[?&]q=ticket/);
        await page.reload();
        assert.deepStrictEqual(await rows(), fewer);
        const select = form.locator('select').first();
        if (await select.count()) {
          await form.locator('[name=q]').fill('');
          const value = await select.locator('option').nth(1).getAttribute('value'), name = await select.getAttribute('name');
          await select.selectOption({ index: 1 });
          assert.strictEqual(new URL(page.url()).searchParams.get(name), value || await select.inputValue());
          const picked = await rows();
          await page.goto(page.url());
          assert.deepStrictEqual(await rows(), picked);
        }
      });
    }
  }
});

test('hover cards open for the keyboard and close with Escape', async () => {
  for (const kind of ['http', 'file']) {
    await visit(bases[kind] + '003-ticket-purchase/tasks.html', {}, async (page) => {
      const selector = 'main a[href*=".html#"]:not(.anchor, .n, [rel])';
      assert.ok(await page.$(selector));
      let text = '';
      for (let presses = 0; presses < 200 && !text; presses++) {
        await page.keyboard.press('Tab');
        if (!await page.evaluate((css) => document.activeElement.matches(css), selector)) continue;
        await page.waitForTimeout(150);
        text = await page.evaluate(() => {
          const card = document.getElementById(document.activeElement.getAttribute('aria-describedby') || '-');
          return card && !card.hidden ? card.textContent.trim() : '';
        });
      }
      assert.ok(text.length > 10, text);
      await page.keyboard.press('Escape');
      assert.ok(await page.$eval('.hover-card', (card) => card.hidden));
    });
  }
});

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

test('documents print without what is for the screen', async () => {
  for (const name of ['index.html', '003-ticket-purchase/index.html', '003-ticket-purchase/plan.html']) {
    await visit(bases.file + name, {}, async (page) => {
      const bytes = await page.pdf({ format: 'A4' });
      assert.strictEqual(bytes.subarray(0, 5).toString(), '%PDF-');
      const count = (bytes.toString('latin1').match(/\/Type\s*\/Page\b/g) || []).length;
      assert.ok(count > 0 && count < 60, `${name}: ${count} pages`);
      await page.emulateMedia({ media: 'print' });
      for (const chrome of ['[data-search]', '[data-theme-switch]', 'nav']) {
        assert.strictEqual(await page.$$eval(chrome, (all) => all.filter((one) => one.checkVisibility()).length), 0, `${name} prints ${chrome}`);
      }
      assert.ok((await page.innerText('main h1')).length > 3);
    });
  }
});

test('a picture is saved as it is seen', async () => {
  for (const kind of ['http', 'file']) {
    for (const colorScheme of ['light', 'dark']) {
      await visit(bases[kind] + '003-ticket-purchase/tasks.html', { colorScheme }, async (page) => {
        const figure = page.locator('figure[data-save]').first();
        const [download] = await Promise.all([page.waitForEvent('download'), figure.locator('.save').click()]);
        assert.match(download.suggestedFilename(), /^003-ticket-purchase-tasks-[a-z0-9-]+\.svg$/);
        const text = require('fs').readFileSync(await download.path(), 'utf8');
        const seen = await figure.evaluate((element) => {
          const svg = element.querySelector('svg'), box = svg.querySelector('.dg-box'), looks = getComputedStyle(box);
          return { words: svg.textContent, fill: looks.fill, stroke: looks.stroke, ground: getComputedStyle(document.body).backgroundColor };
        });
        // On a page of its own, without the theme's stylesheet.
        await page.goto('about:blank');
        const saved = await page.evaluate((source) => {
          const root = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
          document.body.append(root);
          const box = root.querySelector('.dg-box'), looks = getComputedStyle(box);
          return { words: root.textContent, fill: looks.fill, stroke: looks.stroke, ground: getComputedStyle(root.firstElementChild).fill, tag: root.tagName, links: root.querySelectorAll('a').length };
        }, text);
        assert.deepStrictEqual(saved, { ...seen, tag: 'svg', links: 0 });
      });
    }
  }
});
