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
})();
