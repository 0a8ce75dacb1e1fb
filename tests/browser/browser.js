// Opens pages of the built sample (SITE) in Chromium (CHROMIUM), over HTTP below /sub/ and from the folder. Beside it lie the same
// in German and Arabic.
'use strict';
const fs = require('fs'), http = require('http'), path = require('path'), assert = require('assert');
const { chromium } = require('playwright-core');
const site = process.env.SITE;
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };

const server = http.createServer((request, response) => {
  const file = path.join(site, decodeURIComponent(request.url.split('?')[0]).replace(/^\/sub\//, '/'));
  fs.readFile(file, (error, bytes) => {
    response.writeHead(error ? 404 : 200, { 'content-type': TYPES[path.extname(file)] || 'text/plain' });
    response.end(error ? '' : bytes);
  });
});
let browser;
exports.bases = {};
exports.start = async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  exports.bases.http = `http://127.0.0.1:${server.address().port}/sub/`;
  exports.bases.file = `file://${site}/`;
  for (const language of ['de', 'ar']) exports.bases[language] = `file://${path.dirname(site)}/${language}/`;
  return browser;
};
exports.stop = async () => { await browser.close(); server.closeAllConnections(); server.close(); };

// Calls with a page of its own; what its console says against it fails the test.
exports.visit = async (address, options, act) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage(), said = [];
  page.on('pageerror', (error) => said.push(error.message));
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) said.push(message.text()); });
  page.on('request', (request) => { if (!/^(file:|data:|http:\/\/127\.0\.0\.1:)/.test(request.url())) said.push(request.url()); });
  await page.goto(address);
  try { await act(page, context); } finally { await context.close(); }
  assert.deepStrictEqual(said, []);
};

// All pages of the sample, or those that a pattern names.
exports.pages = (pattern) => fs.readdirSync(site, { recursive: true }).filter((name) => name.endsWith('.html') && (!pattern || pattern.test(name))).sort();
exports.found = async (page) => {
  await page.waitForFunction(() => /\d/.test(document.querySelector('dialog [role=status]')?.textContent || ''));
  return page.$$eval('dialog [role=option]', (all) => all.map((one) => one.dataset.url.replace(/^(\.\.?\/)*/, '')));
};
