// Known items: sections with a heading of their own, asked for by it, and by it with one letter wrong. Prints the mean
// reciprocal rank among the first ten shown, of our client and of MiniSearch over the same sections, and fails where
// ours is more than .02 below. `node known.js SEARCH_JS SITE…`; NODE_PATH tells where the package minisearch is, SEED draws others.
'use strict';
const fs = require('fs'), path = require('path'), client = require('./client.js');
const [script, ...sites] = process.argv.slice(2), COUNT = 100, MOST = .02;
let MiniSearch;
try { MiniSearch = require('minisearch'); } catch (error) {
  console.log('left out: the package minisearch is not installed, nothing to compare with');
  process.exit(process.env.PLANFOLIO_NEEDS_MINISEARCH ? 1 : 0);
}

function sections(site, api) {
  const out = [], folder = path.join(site, 'search/d');
  for (const name of fs.readdirSync(folder)) api.d(JSON.parse(/^planfolioSearch\.d\(([^]*)\);\n$/.exec(fs.readFileSync(path.join(folder, name), 'utf8'))[1]));
  for (const { title, url, parts } of Object.values(api.docs)) {
    parts.forEach(([anchor, heading, text], at) => out.push({ id: url + '#' + anchor, at, title: at ? '' : title, heading: at ? heading : '', text }));
  }
  return out.sort((a, b) => (a.id < b.id ? -1 : 1));
}
let state = 7n;
function next(below) {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number(state >> 33n) % below;
}
// One letter of a word of five or more letters dropped, doubled, replaced, or changed with its neighbour.
function misspell(heading) {
  const words = heading.match(/\p{L}{5,}/gu);
  if (!words) return null;
  const word = words[next(words.length)], at = 1 + next(word.length - 2), c = word[at];
  const other = 'abcdefghijklmnopqrstuvwxyz'[next(26)];
  const wrong = word.slice(0, at) + [
    word.slice(at + 1), c + word.slice(at), other + word.slice(at + 1), word[at + 1] + c + word.slice(at + 2),
  ][next(4)];
  return wrong === word ? null : heading.replace(word, wrong);
}
function draw(all) {
  const counts = new Map();
  all.forEach((one) => counts.set(one.heading.toLowerCase(), (counts.get(one.heading.toLowerCase()) || 0) + 1));
  const unique = all.filter((one) => one.at && counts.get(one.heading.toLowerCase()) === 1 && (one.heading.match(/\p{L}{2,}/gu) || []).length > 1);
  for (let at = unique.length - 1; at > 0; at--) { const to = next(at + 1); [unique[at], unique[to]] = [unique[to], unique[at]]; }
  const typos = [];
  for (const one of unique) {
    const wrong = misspell(one.heading);
    if (wrong && typos.length < COUNT) typos.push([wrong, one.id]);
  }
  return { headings: unique.slice(0, COUNT).map((one) => [one.heading, one.id]), typos };
}
const reciprocal = (list, id) => { const at = list.slice(0, 10).indexOf(id); return at < 0 ? 0 : 1 / (at + 1); };

(async () => {
  let failed = 0, passed = 0;
  for (const site of sites) {
    state = BigInt(process.env.SEED || 7);
    const api = client.open(site, script), all = sections(site, api), asked = draw(all);
    const options = { boost: { title: 3, heading: 2 }, prefix: true, fuzzy: .2 };
    const oracle = new MiniSearch({ fields: ['title', 'heading', 'text'], searchOptions: options });
    oracle.addAll(all);
    for (const [name, questions] of Object.entries(asked)) {
      let ours = 0, theirs = 0;
      for (const [text, id] of questions) {
        const own = reciprocal(await client.shown(api, text, 3), id), other = reciprocal(oracle.search(text).slice(0, 10).map((one) => one.id), id);
        if (process.env.VERBOSE && own < other) console.log(`  ${own.toFixed(2)} ${other.toFixed(2)} ${text} → ${id}`);
        ours += own / questions.length; theirs += other / questions.length;
      }
      const fine = questions.length > 0 && ours >= theirs - MOST;
      fine ? passed++ : failed++;
      console.log(`${path.basename(site)}: ${questions.length} ${name} among ${all.length} sections: ${ours.toFixed(3)}, MiniSearch ${theirs.toFixed(3)}${fine ? '' : ' FAILED'}`);
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
})();
