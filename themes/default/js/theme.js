/* Theme switch: auto, light, dark. A classic script, loaded in the head, so that the first paint is right. */
(function () {
  'use strict';
  var root = document.documentElement, key = 'planfolio-theme', order = ['auto', 'light', 'dark'];
  function read() { try { return localStorage.getItem(key) || 'auto'; } catch (e) { return 'auto'; } }
  function apply(value) {
    if (value === 'auto') root.removeAttribute('data-theme'); else root.setAttribute('data-theme', value);
  }
  var value = order.indexOf(read()) < 0 ? 'auto' : read();
  root.classList.add('js');
  apply(value);
  function ready(act) { document.addEventListener('DOMContentLoaded', act); }
  /* Search and the tree of the portfolio: their scripts are loaded when they are wanted first. */
  function load(opener, name, failed) {
    if (opener.loading) return;
    opener.loading = true;
    var script = document.createElement('script');
    script.src = opener.getAttribute(name);
    script.onerror = failed;
    document.head.appendChild(script);
  }
  ready(function () {
    var opener = document.querySelector('[data-search]');
    if (!opener) return;
    function open(event) {
      if (event) opener.wanted = true;
      if (window.planfolioSearch) window.planfolioSearch.open(); else load(opener, 'data-search', function () { opener.loading = false; });
    }
    opener.addEventListener('click', open);
    document.addEventListener('keydown', function (event) {
      var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
      var chord = event.ctrlKey || event.metaKey;
      if (event.altKey || !(chord ? event.key === 'k' : event.key === '/' && !typing)) return;
      event.preventDefault(); open(event);
    });
    if (/\/search\.html$/.test(location.pathname) || /[?&]hit=./.test(location.search)) open();
  });
  ready(function () {
    var opener = document.querySelector('[data-tree]');
    if (!opener) return;
    opener.setAttribute('role', 'button');
    opener.setAttribute('aria-expanded', 'false');
    opener.addEventListener('keydown', function (event) { if (event.key === ' ') { event.preventDefault(); opener.click(); } });
    opener.addEventListener('click', function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (window.planfolioTree) window.planfolioTree.toggle(); else load(opener, 'data-tree', function () { location.href = opener.href; });
    });
  });
  /* The menu of further registers closes like any menu. */
  ready(function () {
    var more = document.querySelector('.more');
    if (!more) return;
    document.addEventListener('click', function (event) { if (!more.contains(event.target)) more.open = false; });
    more.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || !more.open) return;
      more.open = false; more.firstElementChild.focus();
    });
  });
  ready(function () {
    var button = document.querySelector('[data-theme-switch]');
    if (!button) return;
    function show() {
      var text = button.querySelector('[data-says]').dataset.says = button.dataset[value];
      button.ariaLabel = button.dataset.name + ': ' + text;
    }
    button.addEventListener('click', function () {
      value = order[(order.indexOf(value) + 1) % order.length];
      try { localStorage.setItem(key, value); } catch (e) { /* it lasts for this page */ }
      apply(value); show();
    });
    show();
  });
  /* On narrow pages rows are laid out as blocks, which some browsers take for no table at all: its parts are named. */
  var narrow = window.matchMedia('(max-width: 60rem)'), roles = { THEAD: 'rowgroup', TBODY: 'rowgroup', TR: 'row', TD: 'cell' };
  function name() {
    if (narrow.matches) document.querySelectorAll('table.grid:not([role])').forEach(function (table) {
      table.setAttribute('role', 'table');
      table.querySelectorAll('thead, tbody, tr, th, td').forEach(function (part) { part.setAttribute('role', roles[part.tagName] || (/^row/.test(part.scope) ? 'rowheader' : 'columnheader')); });
    });
  }
  ready(name);
  if (narrow.addEventListener) narrow.addEventListener('change', name);
})();
