/* What helps to read: contents that follow, code to copy, pictures to save. */
(function () {
  'use strict';
  var own = document.currentScript.dataset;
  function make(name, kind, text) {
    var element = document.createElement(name);
    if (kind) element.className = kind;
    if (name === 'button') element.type = 'button';
    if (text) element.textContent = text;
    return element;
  }

  /* Contents: the section at the top of the window is marked, at the end the last. */
  var toc = document.querySelector('.toc'), places = [], current = null, waits = 0;
  if (toc) toc.querySelectorAll('a[href^="#"]').forEach(function (link) {
    var target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) places.push([target, link]);
  });
  function follow() {
    waits = 0;
    var line = 96, low = 0, high = places.length;
    while (low < high) {
      var middle = low + high >> 1;
      if (places[middle][0].getBoundingClientRect().top <= line) low = middle + 1; else high = middle;
    }
    if (scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 2) low = places.length;
    var link = low ? places[low - 1][1] : null;
    if (link === current) return;
    if (current) current.removeAttribute('aria-current');
    current = link;
    if (!link) { toc.scrollTop = 0; return; }
    link.setAttribute('aria-current', 'location');
    var box = link.getBoundingClientRect(), frame = toc.getBoundingClientRect();
    if (!toc.contains(document.activeElement) && (box.top < frame.top + 48 || box.bottom > frame.bottom - 48)) toc.scrollTop += box.top - frame.top - frame.height / 2;
  }
  if (places.length) {
    ['scroll', 'resize'].forEach(function (kind) {
      addEventListener(kind, function () { if (!waits) waits = requestAnimationFrame(follow); }, { passive: true });
    });
    follow();
  }

  /* Code */
  function say(button, text) { button.dataset.says = button.ariaLabel = text; }
  function copied(button) {
    say(button, own.copied);
    clearTimeout(button.timer);
    button.timer = setTimeout(function () { say(button, own.copy); }, 2000);
  }
  /* Not every page has a clipboard. */
  function select(code, button) {
    getSelection().selectAllChildren(code);
    if (document.execCommand('copy')) copied(button);
  }
  document.querySelectorAll('figure.code').forEach(function (figure) {
    var code = figure.querySelector('code'), button = make('button', 'copy');
    if (!code) return;
    say(button, own.copy);
    button.ariaLive = 'polite';
    (figure.querySelector('figcaption') || figure).append(button);
    button.addEventListener('click', function () {
      if (!navigator.clipboard) return select(code, button);
      navigator.clipboard.writeText(code.textContent).then(function () { copied(button); }, function () { select(code, button); });
    });
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
  document.querySelectorAll('figure[data-save]').forEach(function (figure) {
    var svg = figure.querySelector('svg'), button = make('button', 'save', figure.getAttribute('data-save'));
    if (!svg) return;
    figure.appendChild(button);
    button.addEventListener('click', function () {
      var link = make('a'), title = svg.querySelector('title[id]');
      link.href = URL.createObjectURL(new Blob([alone(svg)], { type: 'image/svg+xml' }));
      link.download = location.pathname.split('/').slice(-2).join('-').replace(/(-?index)?\.html$|^-/g, '') + (title ? '-' + title.id.replace(/^pf\.|-t$/g, '') : '') + '.svg';
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    });
  });

  /* On paper links are notes */
  var article = document.querySelector('article'), notes = null;
  if (!article) return;
  addEventListener('beforeprint', function () {
    notes = notes || make('ol', 'notes');
    article.querySelectorAll('a[href^="http"]:not([data-note])').forEach(function (link) {
      if (link.textContent.trim() !== link.getAttribute('href')) link.dataset.note = notes.appendChild(make('li', '', link.href)).parentNode.children.length;
    });
    if (notes.firstChild) article.appendChild(notes);
  });
  addEventListener('afterprint', function () { notes.remove(); });
})();
