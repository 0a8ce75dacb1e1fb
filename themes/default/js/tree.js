/* The tree: all features with their documents, in the place of this feature's documents. The script of the head loads this
   one when the tree is asked for first; what stands in the tree is a script of its own that all pages share. */
(function () {
  'use strict';
  var opener = document.querySelector('[data-tree]'), base = opener.getAttribute('href').replace(/index\.html.*$/, ''), tree = null;
  function make(name, kind, text) {
    var element = document.createElement(name);
    if (kind) element.className = kind;
    if (text) element.textContent = text;
    return element;
  }
  function turn(open) {
    opener.setAttribute('aria-expanded', open);
    for (var one = opener.parentNode.nextElementSibling; one; one = one.nextElementSibling) one.hidden = (one === tree) !== open;
    (open && tree.querySelector('input') || opener).focus();
  }
  function documents(feature, item, twist) {
    var list = item.querySelector('ul'), open = twist.getAttribute('aria-expanded') === 'true';
    twist.setAttribute('aria-expanded', !open);
    if (list) { list.hidden = open; return; }
    list = item.appendChild(make('ul'));
    for (var at = 3; at < feature.length; at += 2) list.appendChild(make('li')).appendChild(make('a', '', feature[at])).href = base + feature[0] + '/' + feature[at + 1];
  }
  function filter(items) {
    var field = make('input');
    field.type = 'search';
    field.placeholder = opener.dataset.filter;
    field.setAttribute('aria-label', opener.dataset.filter);
    field.addEventListener('input', function () {
      var words = field.value.toLowerCase().split(/\s+/);
      items.forEach(function (item) { item[0].hidden = !words.every(function (word) { return item[1].indexOf(word) >= 0; }); });
    });
    return field;
  }
  /* A feature: its folder, its number, its title, then labels and addresses of its documents. */
  window.planfolioTree = function (features) {
    var here = decodeURIComponent(location.href.slice(new URL(base || './', location.href).href.length)).split('/')[0];
    var list = make('ul'), items = [];
    features.forEach(function (feature) {
      var item = list.appendChild(make('li')), twist = item.appendChild(make('button', 'twist')), link = item.appendChild(make('a'));
      var name = feature[1] + ' ' + feature[2];
      if (feature[1]) link.append(make('span', 'id', feature[1]), ' ');
      link.append(make('bdi', '', feature[2]));
      link.href = base + feature[0] + '/index.html';
      if (feature[0] === here) link.setAttribute('aria-current', 'true');
      twist.type = 'button';
      twist.setAttribute('aria-expanded', 'false');
      twist.setAttribute('aria-label', opener.dataset.documents + ': ' + name.trim());
      twist.addEventListener('click', function () { documents(feature, item, twist); });
      items.push([item, name.toLowerCase()]);
    });
    tree = make('div', 'all');
    if (features.length > 12) tree.appendChild(filter(items));
    tree.appendChild(list);
    opener.parentNode.after(tree);
    opener.closest('nav').addEventListener('keydown', function (event) {
      if (event.key === 'Escape' && !tree.hidden) { event.preventDefault(); turn(false); }
    });
    turn(true);
    var now = list.querySelector('[aria-current]'), side = opener.closest('.side');
    if (now) side.scrollTop = now.getBoundingClientRect().top - side.getBoundingClientRect().top - 96;
  };
  window.planfolioTree.toggle = function () { if (tree) turn(tree.hidden); };
  var script = make('script');
  script.src = opener.dataset.features;
  script.onerror = function () { location.href = opener.href; };
  document.head.appendChild(script);
})();
