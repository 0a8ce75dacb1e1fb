// Runs the client of search without a browser. `node client.js SITE SEARCH_JS` reads one question a line, JSON:
// {"terms": "…"} answers with terms, {"search": "…"} with [address#anchor, …] of the first ten documents' best sections.
// As a module: open(site, script) gives the client.
'use strict';
const fs = require('fs'), path = require('path'), vm = require('vm');

exports.open = (site, script) => {
  const attributes = { 'data-root': '', 'data-texts': 'a|b|c|d|e|f|g|h|i' };
  const opener = { getAttribute: (name) => attributes[name], firstChild: { textContent: '' }, wanted: false };
  const document = {
    querySelector: () => opener,
    createElement: () => ({}),
    createTreeWalker: () => ({ nextNode: () => false }),
    head: {
      appendChild(element) {
        const file = path.join(site, element.src.split('?')[0]);
        fs.readFile(file, 'utf8', (error, text) => {
          if (error) return element.onerror();
          vm.runInContext(text, context);
          element.onload();
        });
      },
    },
  };
  const context = vm.createContext({
    document, URLSearchParams, Promise, Date, console,
    location: { search: '?hit=-', pathname: '/index.html' },
    NodeFilter: {}, atob: (text) => Buffer.from(text, 'base64').toString('latin1'),
  });
  context.window = context;
  vm.runInContext(fs.readFileSync(script, 'utf8'), context);
  return context.planfolioSearch;
};

// Addresses of what is shown for a question, in its order: definitions of ids, then up to `most` sections of each document.
exports.shown = async (api, question, most) => {
  const found = await api.search(question), top = await api.refine(found.hits, found.tokens);
  await api.texts(found.ids.map((id) => id[0]));
  const out = found.ids.map((id) => api.docs[id[0]].url + '#' + id[1]);
  for (const hit of top) {
    for (const part of hit.parts.slice(0, most)) out.push(api.docs[hit.doc].url + '#' + api.docs[hit.doc].parts[part][0]);
  }
  return out;
};

if (require.main === module) {
  const api = exports.open(process.argv[2], process.argv[3]);
  (async () => {
    for (const line of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
      const question = JSON.parse(line);
      console.log(JSON.stringify(question.terms !== undefined ? api.terms(question.terms) : await exports.shown(api, question.search, 1)));
    }
  })();
}
