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

test('the contents follow the reader', async () => {
  for (const kind of ['http', 'file']) {
    await visit(bases[kind] + '003-ticket-purchase/plan.html', { reducedMotion: 'reduce' }, async (page) => {
      const marked = () => page.$$eval('.toc [aria-current]', (all) => all.map((one) => one.hash));
      assert.deepStrictEqual(await marked(), []);
      const hashes = await page.$$eval('.toc a', (all) => all.map((one) => one.hash));
      for (const hash of [hashes[3], hashes[12], hashes[1]]) {
        await page.evaluate((id) => document.getElementById(id).scrollIntoView(), decodeURIComponent(hash.slice(1)));
        await page.waitForFunction((wanted) => document.querySelector('.toc [aria-current]')?.hash === wanted, hash);
        assert.deepStrictEqual(await marked(), [hash]);
        // The column of contents scrolls along, the page does not.
        assert.ok(await page.$eval('.toc [aria-current]', (link) => {
          const box = link.getBoundingClientRect(), frame = link.closest('.toc').getBoundingClientRect();
          return box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1;
        }), hash);
      }
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      await page.waitForFunction((wanted) => document.querySelector('.toc [aria-current]')?.hash === wanted, hashes.at(-1));
    });
  }
});

test('code is copied as it is written', async () => {
  await visit(bases.http + '004-gate-validation/quickstart.html', { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    const figure = page.locator('figure.code').first(), button = figure.locator('button.copy');
    const before = await button.getAttribute('data-says');
    await button.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction((text) => document.querySelector('figure.code .copy').dataset.says !== text, before);
    const code = await figure.locator('code').textContent();
    assert.ok(code.length > 5);
    assert.strictEqual(await page.evaluate(() => navigator.clipboard.readText()), code);
  });
  // Without a clipboard, as over plain HTTP from another machine, the text is selected and copied.
  await visit(bases.http + '004-gate-validation/quickstart.html', {}, async (page) => {
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
      document.execCommand = (what) => { window.taken = what + ' ' + getSelection(); return true; };
    });
    await page.locator('button.copy').first().click();
    const code = await page.locator('figure.code code').first().innerText();
    assert.strictEqual((await page.evaluate(() => window.taken)).trim(), 'copy ' + code.trim());
  });
});

test('the tree of the portfolio and search are loaded when they are wanted', async () => {
  for (const kind of ['http', 'file']) {
    await visit(bases[kind] + '003-ticket-purchase/plan.html', {}, async (page) => {
      const loaded = () => page.evaluate(() => performance.getEntriesByType('resource').map((one) => one.name).concat(Array.from(document.scripts, (one) => one.src)).filter((name) => /tree\.js|features\.js|search/.test(name)).length);
      assert.strictEqual(await loaded(), 0);
      await page.focus('[data-tree]');
      await page.keyboard.press('Space');
      await page.waitForSelector('.all [aria-current]');
      assert.ok(await loaded() >= 2);
      assert.match(await page.textContent('.all [aria-current]'), /Ticket purchase/);
      assert.strictEqual(await page.getAttribute('[data-tree]', 'aria-expanded'), 'true');
      const names = await page.$$eval('.all > ul > li > a', (all) => all.map((one) => one.getAttribute('href')));
      assert.ok(names.length >= 9 && names.every((name) => /^\.\.\/[^/]+\/index\.html$/.test(name)), names.join());
      await page.keyboard.press('Escape');
      assert.ok(await page.$eval('.all', (tree) => tree.hidden));
      assert.strictEqual(await page.getAttribute('[data-tree]', 'aria-expanded'), 'false');
      assert.ok(await page.evaluate(() => document.activeElement.matches('[data-tree]') && document.querySelector('.side h2').checkVisibility()));
      await page.keyboard.press('Enter');
      const item = page.locator('.all > ul > li', { hasText: 'Refunds' });
      await item.locator('.twist').click();
      await item.locator('ul a', { hasText: 'Tasks' }).click();
      await page.waitForURL(/005-refunds\/tasks\.html$/);
    });
  }
});

test('hover cards follow the pointer', async () => {
  await visit(bases.http + '003-ticket-purchase/tasks.html', {}, async (page) => {
    const link = page.locator('main a[href*="spec.html#"]:not(.anchor, .n)').first();
    await link.hover();
    await page.waitForFunction(() => document.querySelector('.hover-card:not([hidden])')?.textContent.trim().length > 10);
    assert.strictEqual(await link.getAttribute('aria-describedby'), 'pf.card');
    await page.mouse.move(2, 2);
    await page.waitForFunction(() => document.querySelector('.hover-card').hidden);
  });
});

test('nothing moves for readers who want less motion', async () => {
  for (const [reducedMotion, wanted] of [['reduce', 'auto'], ['no-preference', 'smooth']]) {
    await visit(bases.file + '003-ticket-purchase/plan.html', { reducedMotion }, async (page) => {
      assert.strictEqual(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), wanted);
      assert.strictEqual(await page.evaluate(() => document.getAnimations().length), 0);
    });
  }
});

test('what is not content takes few bytes of a page', async () => {
  for (const name of ['index.html', 'requirements.html', '003-ticket-purchase/index.html', '003-ticket-purchase/plan.html']) {
    const html = require('fs').readFileSync(new URL(bases.file + name), 'utf8');
    const chrome = html.replace(/<main[\s\S]*<\/main>/, '').replace(/<nav class="toc"[\s\S]*?<\/nav>/, '');
    assert.ok(chrome.length < 8192, `${name}: ${chrome.length}`);
    assert.ok(!/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=/.test(html.replace(/<code[\s\S]*?<\/code>/g, '')), `${name} has scripts or styles inside`);
  }
});
