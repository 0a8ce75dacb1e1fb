/* Search in the scripts below search/. Loaded on first use by theme.js; cuts words exactly as src/search/token.rs. */
(function () {
  'use strict';
  var opener = document.querySelector('[data-search]'), root = opener.getAttribute('data-root');
  var T = opener.getAttribute('data-texts').split('|'), KEY = 'planfolio-recent';
  var api = window.planfolioSearch = {}, loads = {}, shards = {}, near = {}, ids = {}, docs = {}, meta, facts;
  var params = new URLSearchParams(location.search), onPage = /\/search\.html$/.test(location.pathname);

  function load(path, version) {
    return loads[path] || (loads[path] = new Promise(function (done, failed) {
      var script = document.createElement('script');
      script.src = root + 'search/' + path + '?' + version;
      script.onload = done;
      script.onerror = function () { delete loads[path]; failed(new Error(path)); };
      document.head.appendChild(script);
    }));
  }
  function unfront(list) {
    var last = '';
    return list ? list.split(' ').map(function (part) { return last = last.slice(0, parseInt(part[0], 36)) + part.slice(1); }) : [];
  }
  function varint(s) { var v = 0, m = 1, b; do { b = s.data.charCodeAt(s.at++); v += (b & 127) * m; m *= 128; } while (b > 127); return v; }
  function slug(text) { return text.toLowerCase().replace(/[^a-z0-9 _-]/g, '').replace(/ /g, '-'); }
  api.meta = function (value) {
    var at = 0;
    meta = value;
    ['t', 'v', 'i'].forEach(function (k) { meta[k] = unfront(meta[k]); });
    meta.d = meta.d.map(function (n) { return at += n; });
  };
  api.v = function (v) { near[v[0]] = unfront(v[1]); };
  api.i = function (v) { Object.assign(ids, v[1]); };
  api.facets = function (value) {
    facts = value; facts.group = [];
    for (var f = facts.feature, i = 0; i < f.length; i += 2) for (var n = 0; n < f[i + 1]; n++) facts.group.push(f[i]);
  };
  api.d = function (list) {
    var name;
    list.forEach(function (d) {
      var parts = [], p = d[5];
      if (d[4] !== null) name = d[4];
      for (var i = 0; i < p.length; i += 3) parts.push([p[i] === 0 ? slug(p[i + 1]) : p[i], p[i + 1], p[i + 2]]);
      docs[d[0]] = { title: d[1], url: d[2], kind: d[3], feature: name, parts: parts };
    });
  };
  api.t = function (v) {
    var s = { data: atob(v[2]), at: 0 };
    shards[v[0]] = unfront(v[1]).map(function (term) {
      var head = varint(s), one = { term: term, capped: head % 2, df: varint(s), data: s.data, at: s.at };
      s.at += head >> 1; one.end = s.at;
      return one;
    });
  };

  /* Words */
  var WORD = /[\p{Alphabetic}\p{N}]/u, DENSE = /[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  function type(c) { return !c ? 0 : c === '-' || c === '_' ? 3 : DENSE.test(c) ? 2 : WORD.test(c) ? 1 : 0; }
  function terms(text, parts) {
    var c = Array.from(text.normalize('NFKC')), out = [], i = 0, start;
    function add(t) { t = t.toLowerCase(); if (Array.from(t).length <= 40) out.push(t); }
    while (i < c.length) {
      start = i;
      if (type(c[i]) === 2) {
        while (type(c[i]) === 2) i++;
        if (i - start === 1) out.push(c[start]);
        for (; start + 1 < i; start++) out.push(c[start] + c[start + 1]);
      } else if (type(c[i]) === 1) {
        while (type(c[i]) === 1 || type(c[i]) === 3 && type(c[i + 1]) === 1) i++;
        var run = c.slice(start, i).join(''), whole = run.replace(/[-_]/g, '');
        if (/^[a-z]{1,5}-?[0-9]+[a-z]?$/i.test(run)) { add(whole); continue; }
        var own = run.replace(/(\p{Lowercase})(?=\p{Uppercase})/gu, '$1-').split(/[-_]+/).filter(Boolean);
        own.forEach(add);
        if (own.length > 1 && !parts) add(whole);
      } else i++;
    }
    return out;
  }
  api.terms = terms;

  /* Postings */
  function before(a, b) {
    var x = Array.from(a), y = Array.from(b), i = 0;
    while (i < x.length && x[i] === y[i]) i++;
    return i === x.length ? i < y.length : i < y.length && x[i].codePointAt(0) < y[i].codePointAt(0);
  }
  /* The last of the sorted marks that is not behind a key. */
  function place(marks, key) {
    var low = 0, high = marks.length;
    while (low < high) { var mid = (low + high) >> 1; if (before(key, marks[mid])) high = mid; else low = mid + 1; }
    return Math.max(0, low - 1);
  }
  function pieces(kind, list) {
    return Promise.all(list.map(function (n) { return n < meta[kind].length && load(kind + '/' + n + '.js', meta.version); }));
  }
  function find(term, prefix) {
    var first = place(meta.t, term), more = [];
    /* Where words begin so in many pieces, those with the most common ones. One letter says too little. */
    if (prefix = prefix && (term.length > 1 || term > '~')) {
      for (var n = first + 1; n < meta.t.length && meta.t[n].startsWith(term); n++) more.push(n);
      more = more.sort(function (a, b) { return meta.heights.charCodeAt(b) - meta.heights.charCodeAt(a) || a - b; }).slice(0, 2);
    }
    more.unshift(first);
    return pieces('t', more).then(function () {
      var found = [], room = 40000;
      more.forEach(function (n) { (shards[n] || []).forEach(function (one) { if (prefix ? one.term.startsWith(term) : one.term === term) found.push(one); }); });
      found.sort(function (a, b) { return (b.term === term) - (a.term === term) || b.df - a.df || (before(a.term, b.term) ? -1 : 1); });
      return found.slice(0, 60).filter(function (one, i) { return (room -= one.end - one.at) > 0 || !i; });
    });
  }
  /* A word that begins with what is typed, or is near it, weighs no more than what is typed. */
  function weigh(into, one, factor) {
    if (one.term === into.word) into.df = one.df;
    var n = meta.count, df = Math.max(one.df, into.df || 0), idf = Math.log(1 + (n - df + .5) / (df + .5)) * factor, s = { data: one.data, at: one.at }, doc = 0;
    while (s.at < one.end) {
      doc += varint(s);
      var part = 0, x, w, i, parts = into.docs.get(doc);
      if (!parts) into.docs.set(doc, parts = []);
      do {
        x = varint(s); part += x >> 4; w = (Math.pow(2, ((x >> 1 & 7) + 1) / 1.75) - 1) * idf;
        for (i = 0; i < parts.length && parts[i] !== part;) i += 2;
        if (i < parts.length) parts[i + 1] = Math.max(parts[i + 1], w); else parts.push(part, w);
      } while (x & 1);
    }
    into.capped = into.capped || one.capped;
    into.words.push(one.term);
  }
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return 9;
    var two, row = [], next, i, j;
    for (j = 0; j <= b.length; j++) row[j] = j;
    for (i = 1; i <= a.length; i++) {
      next = [i];
      for (j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
        if (two && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], two[j - 2] + 1);
      }
      two = row; row = next;
    }
    return row[b.length];
  }
  /* How good a document is: its best section says, the fuller the better. */
  var sums = [], counts = [];
  function grade(doc, tokens) {
    var touched = [], best = 0, at = 0, sum = 0;
    tokens.forEach(function (t) {
      var own = t.docs.get(doc) || [], most = 0;
      for (var i = 0; i < own.length; i += 2) {
        var p = own[i], w = own[i + 1];
        if (!counts[p]) { counts[p] = sums[p] = 0; touched.push(p); }
        counts[p]++; sums[p] += w;
        if (w > most) most = w;
      }
      sum += most;
    });
    var list = touched.map(function (p) { var one = [p, sums[p] * counts[p] / tokens.length, counts[p]]; counts[p] = 0; return one; });
    list.forEach(function (p, i) { if (p[1] > best || p[1] === best && p[0] < list[at][0]) { best = p[1]; at = i; } });
    return { doc: doc, score: best + sum * .1, full: list[at][2] === tokens.length, list: list };
  }
  /* Documents with all words, or with half of them. */
  function rank(tokens, least) {
    var must = tokens.filter(function (t) { return !t.capped; }), seen = new Set(), out = [];
    if (!must.length) { must = tokens.slice(); least = 1; }
    must.sort(function (a, b) { return a.docs.size - b.docs.size; });
    (least ? must : must.slice(0, 1)).forEach(function (t) { t.docs.forEach(function (_, doc) { seen.add(doc); }); });
    seen.forEach(function (doc) {
      var have = 0;
      must.forEach(function (t) { if (t.docs.has(doc)) have++; });
      if (have < (least || must.length)) return;
      var one = grade(doc, tokens);
      one.list = 0; out.push(one);
    });
    return out.sort(function (a, b) { return b.score - a.score || a.doc - b.doc; });
  }
  /* Words like a word: those that begin like it or like its second letter, of about its length. */
  function like(word, most) {
    var wanted = [], n, letters = Array.from(word);
    if (meta.v.length < 5) for (n = 0; n < meta.v.length; n++) wanted.push(n);
    else letters.slice(0, 2).forEach(function (c) {
      for (n = letters.length - most; n <= letters.length + most; n++) {
        var at = place(meta.v, c + String.fromCharCode(97 + Math.max(4, Math.min(24, n))));
        if (wanted.indexOf(at) < 0) wanted.push(at);
      }
    });
    return pieces('v', wanted).then(function () {
      var found = [];
      wanted.forEach(function (n) { (near[n] || []).forEach(function (v) { var d = distance(word, v, most); if (d && d <= most) found.push([d, v]); }); });
      return found.sort(function (a, b) { return a[0] - b[0] || (before(a[1], b[1]) ? -1 : 1); }).slice(0, 8);
    });
  }
  function start() { return Promise.resolve(meta || load('meta.js', Date.now())); }
  function search(text) {
    var list = [];
    return start().then(function () {
      var words = terms(text, true);
      return Promise.all(words.map(function (word, i) {
        var token = list[i] = { word: word, docs: new Map(), words: [] };
        return find(word, i === words.length - 1 && !/\s$/.test(text)).then(function (found) {
          found.forEach(function (one) { weigh(token, one, one.term === word ? 1 : .6); });
        });
      }));
    }).then(function () {
      var hits = rank(list), open = list.filter(function (t) { return t.word.length > 3 && !/\p{N}/u.test(t.word); });
      var unknown = open.filter(function (t) { return !t.df; });
      /* A word may be wrong where no section has all of them. */
      if (hits.length > 2 && (!unknown.length || list.length === 1) && hits.slice(0, 10).some(function (h) { return h.full; })) return hits;
      /* Words that stand in many documents are meant. */
      open = unknown.length ? unknown : open.filter(function (t) { return t.df <= 2 + meta.count / 500; });
      return Promise.all(open.map(function (t) {
        return like(t.word, t.word.length > 7 ? 2 : 1).then(function (words) {
          return Promise.all(words.map(function (n) {
            return find(n[1]).then(function (found) { found.forEach(function (one) { weigh(t, one, n[0] > 1 ? .3 : .6); }); });
          }));
        });
      })).then(function () {
        var all = rank(list), some = list.length > 1 && !all.slice(0, 10).some(function (h) { return h.full; });
        return some ? rank(list, Math.ceil(list.length / 2)) : all;
      });
    }).then(function (hits) {
      var words = [].concat.apply([], list.map(function (t) { return [t.word].concat(t.words); }));
      if (list.length !== 1 || !/^[a-z]{1,5}\d+[a-z]?$/.test(list[0].word)) return { hits: hits, words: words, tokens: list, ids: [] };
      return pieces('i', [place(meta.i, list[0].word)]).then(function () { return { hits: hits, words: words, tokens: list, ids: ids[list[0].word] || [] }; });
    });
  }
  function texts(list) {
    return Promise.all(list.map(function (doc) {
      var low = 0, high = meta.d.length;
      while (low < high) { var mid = (low + high) >> 1; if (doc < meta.d[mid]) high = mid; else low = mid + 1; }
      return load('d/' + meta.d[low - 1] + '.js', meta.version);
    }));
  }
  /* The first ten with their texts; headings that are what was typed or meant, or hold it, come first. */
  function refine(hits, tokens) {
    var top = hits.slice(0, 10), asked = tokens.map(function (t) { return t.word; }).join(' ');
    return texts(top.map(function (h) { return h.doc; })).then(function () {
      function exact(hit, part) {
        var doc = docs[hit.doc], own = doc.parts[part] ? terms(doc.parts[part][1], true) : [], text = own.join(' ');
        if (text === asked) return 3;
        var same = tokens.filter(function (t) { return t.words.some(function (w) { return own.indexOf(w) >= 0; }); }).length;
        same = 2 * same / (own.length + tokens.length);
        return same > .99 ? 2 : same > .75 || (' ' + text + ' ').indexOf(' ' + asked + ' ') >= 0 ? 1 : 0;
      }
      function sorted(list, grade) {
        return list.map(function (one, at) { return [one, grade(one), at]; }).sort(function (a, b) { return b[1] - a[1] || a[2] - b[2]; }).map(function (e) { return e[0]; });
      }
      return sorted(top.map(function (h) {
        var parts = grade(h.doc, tokens).list.sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; }).slice(0, 3);
        return { doc: h.doc, parts: sorted(parts.map(function (p) { return p[0]; }), function (p) { return exact(h, p); }) };
      }), function (h) { return exact(h, h.parts[0]); });
    });
  }
  api.search = search; api.texts = texts; api.docs = docs; api.refine = refine;

  /* Marks */
  function pattern(words) {
    return new RegExp('(' + words.sort(function (a, b) { return b.length - a.length; }).slice(0, 80).map(function (w) {
      return /^[a-z]{1,5}\d/.test(w) ? w.replace(/^[a-z]+/, '$&-?') : w;
    }).join('|') + ')', 'giu');
  }
  function mark(into, text, regex) {
    text.split(regex).forEach(function (piece, i) { into.appendChild(i % 2 ? make('mark', '', piece) : document.createTextNode(piece)); });
    return into;
  }
  function make(name, attributes, text) {
    var e = document.createElement(name);
    if (attributes) Object.keys(attributes).forEach(function (k) { e.setAttribute(k, attributes[k]); });
    if (text !== undefined) e.textContent = text;
    for (var i = 3; i < arguments.length; i++) e.appendChild(arguments[i]);
    return e;
  }

  /* Dialog */
  var dialog, input, facets, box, status, now, run = 0, at = -1, chosen = [new Set(params.getAll('kind')), new Set(params.getAll('feature')), new Set(params.getAll('status'))];
  function facet(doc) { return [meta.kinds[facts.kind.charCodeAt(doc) - 97][0], facts.names[facts.group[doc]], meta.states[facts.state.charCodeAt(doc) - 97][0]]; }
  function shown(i, word) { return i === 1 ? word : (meta[i ? 'states' : 'kinds'].find(function (p) { return p[0] === word; }) || [])[1] || word; }
  function recent() { try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch (e) { return []; } }
  function options() { return box.querySelectorAll('[role=option]'); }
  function select(to) {
    var all = options();
    if (all[at]) all[at].setAttribute('aria-selected', 'false');
    at = all.length ? (to + all.length) % all.length : -1;
    if (at < 0) return input.removeAttribute('aria-activedescendant');
    all[at].setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', all[at].id);
    all[at].scrollIntoView({ block: 'nearest' });
  }
  function go(option, aside) {
    if (option.dataset.q) { input.value = option.dataset.q; return update(); }
    var q = input.value.trim();
    try { localStorage.setItem(KEY, JSON.stringify([q].concat(recent().filter(function (r) { return r !== q; })).slice(0, 6))); } catch (e) { /* private mode */ }
    if (aside) window.open(option.dataset.url); else { dialog.close(); location.href = option.dataset.url; }
  }
  function option(group, data, head, text) {
    var li = make('li', { 'class': 'hit', role: 'option', id: 'pf.hit' + options().length, 'aria-selected': 'false' }, undefined, head);
    if (text) li.appendChild(text);
    Object.assign(li.dataset, data);
    group.appendChild(li);
  }
  function group(text) {
    var head = make('li', { 'class': 'hit-doc', role: 'presentation' }, undefined, make('b', null, text));
    return box.appendChild(make('ul', { role: 'group', 'aria-label': text }, undefined, head));
  }
  function misses(f) { return f.map(function (v, i) { return chosen[i].size > 0 && !chosen[i].has(v); }); }
  /* What filters know of many documents is much; results do not wait for it unless some filter is set. */
  function known() { return facts ? Promise.resolve() : load('facets.js', meta.version); }
  function show(n) {
    var isCut = chosen.some(function (c) { return c.size; });
    if (isCut && !facts) return known().then(function () { return show(n); });
    var picked = isCut ? now.hits.filter(function (hit) { return misses(facet(hit.doc)).indexOf(true) < 0; }) : now.hits, top, regex = pattern(now.words.slice()), defined = now.ids.slice(0, 5);
    return refine(picked, now.tokens).then(function (best) { top = best; return texts(defined.map(function (d) { return d[0]; })); }).then(function () {
      if (n !== run) return;
      box.textContent = '';
      function hit(into, doc, anchor, head, text) {
        var found = text.search(regex), from = Math.max(0, found - 70), cut = (from ? '…' : '') + text.slice(from, from + 220);
        option(into, { url: root + docs[doc].url + '?hit=' + encodeURIComponent(input.value.trim()) + (anchor && '#' + anchor) }, mark(make('b'), head, regex), mark(make('p'), cut, regex));
      }
      var into = defined.length && group(T[7]);
      defined.forEach(function (d) {
        var doc = docs[d[0]], part = doc.parts.find(function (p) { return regex.lastIndex = 0, regex.test(p[2]); });
        hit(into, d[0], d[1], doc.title, part ? part[2] : '');
      });
      top.forEach(function (h) {
        var doc = docs[h.doc], list = group(doc.title + ' · ' + meta.kinds[doc.kind][1] + (doc.feature ? ' · ' + doc.feature : ''));
        h.parts.forEach(function (p) { var part = doc.parts[p]; if (part) hit(list, h.doc, part[0], part[1], part[2]); });
      });
      at = -1; select(0);
      status.textContent = picked.length || defined.length ? picked.length + ' ' + T[4] : T[5];
      return known();
    }).then(function () {
      if (n !== run) return;
      var counts = [new Map(), new Map(), new Map()];
      now.hits.forEach(function (hit) {
        var f = facet(hit.doc), m = misses(f);
        f.forEach(function (v, i) { if (v && !m.some(function (x, j) { return x && j !== i; })) counts[i].set(v, (counts[i].get(v) || 0) + 1); });
      });
      facets.textContent = '';
      counts.forEach(function (map, i) {
        if (map.size < 2 && !chosen[i].size) return;
        var set = make('fieldset', null, undefined, make('legend', null, T[1 + i]));
        Array.from(map).sort(function (a, b) { return b[1] - a[1]; }).slice(0, 8).forEach(function (e) {
          var check = make('input', { type: 'checkbox' });
          check.checked = chosen[i].has(e[0]);
          check.onchange = function () { chosen[i][check.checked ? 'add' : 'delete'](e[0]); show(++run); };
          set.appendChild(make('label', null, undefined, check, make('i', null, shown(i, e[0])), make('span', null, e[1])));
        });
        facets.appendChild(set);
      });
    });
  }
  function update() {
    var text = input.value, n = ++run;
    if (onPage) try { history.replaceState(null, '', '?q=' + encodeURIComponent(text)); } catch (e) { /* some browsers refuse it for files */ }
    if (!terms(text).length) {
      box.textContent = facets.textContent = status.textContent = '';
      var list = recent(), into = list.length && group(T[8]);
      list.forEach(function (q) { option(into, { q: q }, make('b', null, q)); });
      at = -1; return;
    }
    status.textContent = T[6];
    return search(text).then(function (found) { if (n === run) { now = found; return show(n); } }).catch(function (e) { if (n === run) status.textContent = String(e.message); });
  }
  function build() {
    input = make('input', { type: 'search', name: 'q', role: 'combobox', 'aria-label': opener.firstChild.textContent, 'aria-expanded': 'true', 'aria-controls': 'pf.hits', 'aria-autocomplete': 'list', autocomplete: 'off' });
    var close = make('button', { 'class': 'btn', type: 'button' }, T[0] + ' ', make('kbd', { 'class': 'wide' }, 'Esc'));
    facets = make('div', { 'class': 'facets', tabindex: 0, role: 'group', 'aria-label': T[1] });
    box = make('div', { 'class': 'hits', id: 'pf.hits', role: 'listbox', 'aria-label': T[4], tabindex: 0 });
    status = make('span', { role: 'status' });
    var form = make('form', { 'class': 'search-q', role: 'search' }, undefined, input, close);
    dialog = make('dialog', { 'class': 'search', 'aria-label': opener.firstChild.textContent }, undefined, form, make('div', { 'class': 'search-body' }, undefined, facets, box), make('p', { 'class': 'search-foot' }, undefined, status));
    form.onsubmit = function (e) { e.preventDefault(); };
    close.onclick = function () { dialog.close(); };
    dialog.onclose = function () { dialog.remove(); };
    input.oninput = update;
    box.onclick = function (e) { var o = e.target.closest('[role=option]'); if (o) go(o, e.ctrlKey || e.metaKey); };
    input.onkeydown = function (e) {
      var step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
      if (step) { e.preventDefault(); select(at + step); }
      /* Fields for searches are emptied by the first Escape. */
      if (e.key === 'Escape' && !e.isComposing) { e.preventDefault(); dialog.close(); }
      if (e.key === 'Enter' && !e.isComposing && options()[at]) { e.preventDefault(); go(options()[at], e.ctrlKey || e.metaKey); }
    };
  }
  api.open = function (text) {
    if (!dialog) build();
    if (dialog.open) return;
    document.body.appendChild(dialog);
    if (text) input.value = text;
    dialog.showModal(); input.focus(); input.select();
    start().catch(function () { /* said when something is asked */ });
    update();
  };
  function markPage(text) {
    var regex = pattern(terms(text, true)), walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), nodes = [];
    while (walker.nextNode()) if (regex.lastIndex = 0, regex.test(walker.currentNode.data) && !walker.currentNode.parentNode.closest('svg, script')) nodes.push(walker.currentNode);
    nodes.slice(0, 200).forEach(function (node) { node.replaceWith(mark(document.createDocumentFragment(), node.data, regex)); });
  }
  if (params.get('hit') && !opener.wanted) { if (terms(params.get('hit')).length) markPage(params.get('hit')); }
  else api.open(onPage && params.get('q'));
})();
