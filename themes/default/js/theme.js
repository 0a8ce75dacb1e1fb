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
  /* Search: its script is loaded when it is wanted first. */
  document.addEventListener('DOMContentLoaded', function () {
    var opener = document.querySelector('[data-search]');
    if (!opener) return;
    function open(event) {
      if (event) opener.wanted = true;
      if (window.planfolioSearch) { window.planfolioSearch.open(); return; }
      if (opener.loading) return;
      opener.loading = true;
      var script = document.createElement('script');
      script.src = opener.getAttribute('data-search');
      script.onerror = function () { opener.loading = false; };
      document.head.appendChild(script);
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
  /* The menu of further registers closes like any menu. */
  document.addEventListener('DOMContentLoaded', function () {
    var more = document.querySelector('.more');
    if (!more) return;
    document.addEventListener('click', function (event) { if (!more.contains(event.target)) more.open = false; });
    more.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || !more.open) return;
      more.open = false; more.firstElementChild.focus();
    });
  });
  document.addEventListener('DOMContentLoaded', function () {
    var button = document.querySelector('[data-theme-switch]');
    if (!button) return;
    var label = button.querySelector('[data-theme-label]');
    function show() { label.textContent = button.getAttribute('data-' + value) || value; }
    button.addEventListener('click', function () {
      value = order[(order.indexOf(value) + 1) % order.length];
      try { localStorage.setItem(key, value); } catch (e) { /* private mode: the choice lasts for this page */ }
      apply(value); show();
    });
    show();
  });
  /* Pictures can be saved as they are seen: what the stylesheet says becomes attributes of a copy. */
  var looks = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'opacity', 'paint-order', 'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'dominant-baseline'];
  function alone(svg) {
    var copy = svg.cloneNode(true), from = svg.querySelectorAll('*'), to = copy.querySelectorAll('*');
    from.forEach(function (element, at) {
      if (/^(title|desc|defs|stop)$/.test(element.tagName)) return;
      var style = getComputedStyle(element);
      looks.forEach(function (name) { to[at].setAttribute(name, style.getPropertyValue(name)); });
    });
    copy.querySelectorAll('a').forEach(function (link) { while (link.firstChild) link.parentNode.insertBefore(link.firstChild, link); link.remove(); });
    var box = svg.viewBox.baseVal, ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    [['x', box.x], ['y', box.y], ['width', box.width], ['height', box.height], ['fill', getComputedStyle(document.body).backgroundColor]].forEach(function (pair) { ground.setAttribute(pair[0], pair[1]); });
    copy.insertBefore(ground, copy.firstChild);
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    return new XMLSerializer().serializeToString(copy);
  }
  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('figure[data-save]').forEach(function (figure) {
      var svg = figure.querySelector('svg'), button = document.createElement('button');
      if (!svg) return;
      button.type = 'button';
      button.className = 'save';
      button.textContent = figure.getAttribute('data-save');
      figure.appendChild(button);
      button.addEventListener('click', function () {
        var link = document.createElement('a'), title = svg.querySelector('title[id]');
        link.href = URL.createObjectURL(new Blob([alone(svg)], { type: 'image/svg+xml' }));
        link.download = location.pathname.split('/').slice(-2).join('-').replace(/(-?index)?\.html$|^-/g, '') + (title ? '-' + title.id.replace(/^pf\.|-t$/g, '') : '') + '.svg';
        link.click();
        setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
      });
    });
  });
  /* On narrow pages rows are laid out as blocks, which some browsers take for no table at all: its parts are named. */
  var narrow = window.matchMedia('(max-width: 60rem)'), roles = { THEAD: 'rowgroup', TBODY: 'rowgroup', TR: 'row', TD: 'cell' };
  function name() {
    if (narrow.matches) document.querySelectorAll('table.grid:not([role])').forEach(function (table) {
      table.setAttribute('role', 'table');
      table.querySelectorAll('thead, tbody, tr, th, td').forEach(function (part) { part.setAttribute('role', roles[part.tagName] || (/^row/.test(part.scope) ? 'rowheader' : 'columnheader')); });
    });
  }
  document.addEventListener('DOMContentLoaded', name);
  if (narrow.addEventListener) narrow.addEventListener('change', name);
})();
