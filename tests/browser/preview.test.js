'use strict';
// The preview: what an edit does to a page that is open.
const { test, before, after } = require('node:test'), assert = require('assert'), fs = require('fs'), os = require('os'), path = require('path');
const { spawn } = require('child_process'), { start, stop } = require('./browser.js');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'planfolio-preview-')), source = path.join(scratch, 'plans'), theme = path.join(scratch, 'theme');
let server, browser, address;

before(async () => {
  browser = await start();
  fs.cpSync(path.join(__dirname, '../../example-site'), source, { recursive: true });
  fs.mkdirSync(path.join(theme, 'css'), { recursive: true });
  fs.mkdirSync(path.join(theme, 'templates'), { recursive: true });
  fs.writeFileSync(path.join(theme, 'css/own.css'), 'h1 { color: rgb(1, 2, 3) }\n');
  server = spawn(process.env.PLANFOLIO, ['serve', source, '--theme', theme], { cwd: scratch, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, XDG_CACHE_HOME: path.join(scratch, 'cache') } });
  address = await new Promise((found, failed) => {
    let said = '';
    const read = (data) => { said += data; const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(said); if (url) found(url[0]); };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('exit', () => failed(new Error(said)));
  });
  for (let tries = 0; tries < 200; tries++) {
    if ((await fetch(address)).status === 200) return;
    await new Promise((done) => setTimeout(done, 50));
  }
});
after(async () => {
  server.removeAllListeners('exit');
  server.kill();
  await stop();
  fs.rmSync(scratch, { recursive: true });
});

async function opened(name, act) {
  // What the test before edited last is built first.
  await new Promise((done) => setTimeout(done, 1000));
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } }), page = await context.newPage(), said = [];
  page.on('pageerror', (error) => said.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') said.push(message.text()); });
  // The stream of events has begun when the page may say so.
  await page.goto(address + name);
  await page.evaluate(() => { window.same = true; });
  await page.waitForTimeout(300);
  try { await act(page); } finally { await context.close(); }
  assert.deepStrictEqual(said, []);
}
function edit(name, from, to) {
  const file = path.join(source, name), text = fs.readFileSync(file, 'utf8');
  assert.ok(text.includes(from), from);
  fs.writeFileSync(file, text.replace(from, to));
  return Date.now();
}
const same = (page) => page.evaluate(() => window.same === true);

test('an edit is on the page, at the place where the reader is', async () => {
  await opened('003-ticket-purchase/plan.html', async (page) => {
    await page.evaluate(() => scrollTo({ top: 500, behavior: 'instant' }));
    for (const [from, to] of [['Riders choose two piers', 'Riders pick two piers'], ['Riders pick two piers', 'Riders choose two piers']]) {
      edit('specs/003-ticket-purchase/plan.md', from, to);
      await page.waitForFunction((text) => document.querySelector('main').textContent.includes(text), to, { polling: 20 });
      await page.waitForFunction(() => scrollY === 500);
    }
  });
});

test('an edit elsewhere leaves a page alone', async () => {
  await opened('001-rider-accounts/research.html', async (page) => {
    edit('specs/005-refunds/research.md', '# ', '# A new title of ');
    await page.waitForTimeout(1500);
    assert.ok((await (await fetch(address + '005-refunds/research.html')).text()).includes('A new title of'));
    assert.ok(await same(page));
    edit('specs/005-refunds/research.md', '# A new title of ', '# ');
  });
});

test('a style sheet is exchanged without loading the page again', async () => {
  await opened('003-ticket-purchase/plan.html', async (page) => {
    const color = () => page.$eval('h1', (title) => getComputedStyle(title).color);
    assert.strictEqual(await color(), 'rgb(1, 2, 3)');
    for (const wanted of ['rgb(4, 5, 6)', 'rgb(7, 8, 9)']) {
      fs.writeFileSync(path.join(theme, 'css/own.css'), `h1 { color: ${wanted} }\n`);
      await page.waitForFunction((text) => getComputedStyle(document.querySelector('h1')).color === text, wanted);
      await page.waitForFunction(() => document.querySelectorAll('link[rel=stylesheet]').length === 1);
      assert.ok(await same(page));
    }
    // The page is what the server has: other text loads it again.
    edit('specs/003-ticket-purchase/plan.md', 'Riders choose two piers', 'Riders take two piers');
    await page.waitForFunction(() => document.querySelector('main').textContent.includes('Riders take two piers'));
    assert.ok(!await same(page));
    assert.strictEqual(await color(), 'rgb(7, 8, 9)');
    edit('specs/003-ticket-purchase/plan.md', 'Riders take two piers', 'Riders choose two piers');
  });
});

test('what is wrong with a page stands in a corner until it is closed', async () => {
  await opened('003-ticket-purchase/plan.html', async (page) => {
    const notice = page.locator('#planfolio-notice');
    assert.strictEqual(await notice.getAttribute('role'), 'status');
    assert.match(await notice.innerText(), /PF208/);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] } }));
    assert.deepStrictEqual(violations.map((one) => one.id), []);
    await notice.locator('button').click();
    assert.ok(!await notice.isVisible());
    await page.reload();
    assert.ok(!await notice.isVisible());
    // Something else is wrong.
    edit('specs/003-ticket-purchase/plan.md', 'Riders choose two piers', '[Riders](nowhere.md) choose two piers');
    await page.waitForFunction(() => /PF4\d\d/.test(document.querySelector('#planfolio-notice:not([hidden])')?.textContent));
    edit('specs/003-ticket-purchase/plan.md', '[Riders](nowhere.md) choose two piers', 'Riders choose two piers');
  });
  await opened('001-rider-accounts/research.html', async (page) => assert.ok(!await page.locator('#planfolio-notice').isVisible()));
});

test('a change that cannot be built leaves the page and says why', async () => {
  await opened('001-rider-accounts/research.html', async (page) => {
    const file = path.join(theme, 'templates/404.html');
    fs.writeFileSync(file, '{% extends "base.html" %}{% block main %}');
    await page.waitForFunction(() => /could not be built/.test(document.querySelector('#planfolio-notice:not([hidden])')?.textContent));
    assert.match(await page.innerText('#planfolio-notice'), /404\.html/);
    assert.ok(await same(page));
    await page.focus('#planfolio-notice button');
    await page.keyboard.press('Escape');
    assert.ok(!await page.locator('#planfolio-notice').isVisible());
    fs.rmSync(file);
    await page.waitForTimeout(700);
    assert.ok(await same(page));
    assert.ok(!await page.locator('#planfolio-notice').isVisible());
  });
});
