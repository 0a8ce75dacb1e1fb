/* Hover cards: what an id, endpoint, entity or section says, without leaving the page. The text comes from the page
   itself, or from the script of the feature that the link leads to. Links work without this script. */
(function () {
  'use strict';
  var root = document.currentScript.getAttribute('data-root');
  var base = new URL(root || './', location.href).href;
  var known = {}, waiting = {}, card = null, timer = 0, shown = null;
  /* A card: what it is, its state (indices of words), the number of references, its text, its name (1: the anchor). */
  window.planfolioCards = function (folder, words, pages) {
    for (var page in pages) for (var anchor in pages[page]) {
      var card = pages[page][anchor], name = card[4] || '';
      known[folder + '/' + page + '#' + anchor] = [['id', name === 1 ? anchor.toUpperCase() : name], ['tag', words[card[0]]], ['quiet', words[card[1]]], ['text', card[3]], ['quiet', card[2] > 1 ? '↩ ' + card[2] : '']];
    }
  };
  function load(folder, then) {
    if (waiting[folder] === true) return then();
    if (waiting[folder]) { waiting[folder].push(then); return; }
    waiting[folder] = [then];
    var script = document.createElement('script');
    script.src = base + folder + '/cards.js';
    script.onload = script.onerror = function () {
      var calls = waiting[folder];
      waiting[folder] = true;
      calls.forEach(function (call) { call(); });
    };
    document.head.appendChild(script);
  }
  function line(name, text) {
    var element = document.createElement('span');
    if (name) element.className = name;
    element.textContent = text;
    return element;
  }
  function hide() {
    clearTimeout(timer);
    if (shown) shown.removeAttribute('aria-describedby');
    shown = null;
    if (card) card.hidden = true;
  }
  function show(link, parts) {
    if (!card) {
      card = document.createElement('div');
      card.id = 'pf.card';
      card.className = 'hover-card';
      card.setAttribute('role', 'tooltip');
      card.addEventListener('pointerenter', function () { clearTimeout(timer); });
      card.addEventListener('pointerleave', function () { timer = setTimeout(hide, 150); });
      document.body.appendChild(card);
    }
    card.textContent = '';
    parts.forEach(function (part) { if (part[1]) { card.appendChild(line(part[0], part[1])); card.appendChild(document.createTextNode(' ')); } });
    card.hidden = false;
    shown = link;
    link.setAttribute('aria-describedby', 'pf.card');
    var box = link.getBoundingClientRect(), own = card.getBoundingClientRect();
    var below = box.bottom + own.height + 8 < innerHeight || box.top < own.height + 8;
    card.style.top = (below ? box.bottom + 4 : box.top - own.height - 4) + 'px';
    card.style.left = Math.max(8, Math.min(box.left, innerWidth - own.width - 8)) + 'px';
  }
  /* The text of a place on this page, without its marks and links. */
  function here(link, anchor) {
    var target = document.getElementById(anchor);
    if (!target || target.contains(link)) return;
    target = target.cloneNode(true);
    target.querySelectorAll('.refs, .anchor, .margin, ul, ol, dl').forEach(function (part) { part.remove(); });
    var text = target.textContent.replace(/\s+/g, ' ').trim();
    if (text) show(link, [['', text.length > 240 ? text.slice(0, 239) + '…' : text]]);
  }
  function open(link) {
    var url = new URL(link.getAttribute('href'), location.href), anchor = decodeURIComponent(url.hash.slice(1));
    if (url.pathname === location.pathname) return here(link, anchor);
    if (url.href.indexOf(base) !== 0) return;
    var page = decodeURIComponent(url.href.slice(base.length).replace(/[?#].*/, ''));
    var folder = page.split('/')[0];
    if (folder === page) return;
    load(folder, function () {
      var found = known[page + '#' + anchor];
      if (!found || link !== document.activeElement && !link.matches(':hover')) return;
      show(link, found);
    });
  }
  function linkOf(event) { return event.target.closest && event.target.closest('main a[href*="#"]:not(.anchor, .n, [rel])'); }
  document.addEventListener('pointerover', function (event) {
    var link = event.pointerType !== 'touch' && linkOf(event);
    if (!link || link === shown) return;
    clearTimeout(timer);
    timer = setTimeout(function () { hide(); open(link); }, 250);
  });
  document.addEventListener('pointerout', function (event) {
    if (!linkOf(event)) return;
    clearTimeout(timer);
    timer = setTimeout(hide, 150);
  });
  document.addEventListener('focusin', function (event) {
    hide();
    var link = linkOf(event);
    if (link && link.matches(':focus-visible')) open(link);
  });
  document.addEventListener('keydown', function (event) { if (event.key === 'Escape') hide(); });
  document.addEventListener('scroll', hide, { passive: true });
})();
