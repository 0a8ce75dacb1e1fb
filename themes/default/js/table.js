/* Tables that sort by their heads and filter by a form above them. The state stands in the address, so that a view can
   be shared; without this script the table is complete and in the order of the document. */
(function () {
  'use strict';
  var levels = ['none', 'low', 'medium', 'high', 'critical'];
  /* What a cell is sorted by: a stated order, a part of a whole, the worst level and its number, a number, or text. */
  function key(row, column) {
    var cell = row.cells[column];
    if (!cell) return '';
    var order = cell.getAttribute('data-o');
    if (order !== null) return Number(order);
    var level = cell.querySelector('.lv');
    if (level) return levels.indexOf(level.className.split('lv-')[1]) + parseInt(level.textContent, 10) / 10000;
    var value = cell.textContent.trim().replace(/,/g, '');
    var part = /^(\d+)\/(\d+)$/.exec(value);
    if (part) return part[1] / part[2];
    return /^\d/.test(value) && column > 0 ? parseFloat(value) : value.toLowerCase();
  }
  function compare(a, b) {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    if (typeof a === 'number') return 1;
    if (typeof b === 'number') return -1;
    return a < b ? -1 : a > b ? 1 : 0;
  }
  function parameters() { return new URLSearchParams(location.search); }
  function remember(name, value) {
    var search = parameters();
    if (value) search.set(name, value); else search.delete(name);
    var query = search.toString();
    try { history.replaceState(null, '', (query ? '?' + query : location.pathname) + location.hash); } catch (e) { /* file: in some browsers */ }
  }
  function sortable(table) {
    var heads = table.tHead.rows[0].cells;
    var bodies = Array.prototype.map.call(table.tBodies, function (body) {
      return { body: body, rows: Array.prototype.filter.call(body.rows, function (row) { return !row.classList.contains('band'); }) };
    });
    function sort(column, descending) {
      bodies.forEach(function (part) {
        var rows = part.rows.map(function (row, at) { return { row: row, key: key(row, column), at: at }; });
        rows.sort(function (a, b) { return (descending ? compare(b.key, a.key) : compare(a.key, b.key)) || a.at - b.at; });
        rows.forEach(function (entry) { part.body.appendChild(entry.row); });
      });
      Array.prototype.forEach.call(heads, function (head, at) {
        if (at === column) head.setAttribute('aria-sort', descending ? 'descending' : 'ascending'); else head.removeAttribute('aria-sort');
      });
    }
    Array.prototype.forEach.call(heads, function (head, column) {
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'sort';
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener('click', function () {
        var descending = head.getAttribute('aria-sort') === 'ascending';
        sort(column, descending);
        remember('sort', (descending ? '-' : '') + column);
      });
    });
    var state = parameters().get('sort');
    if (state !== null && heads[Math.abs(Number(state))]) sort(Math.abs(Number(state)), state.charAt(0) === '-');
  }
  function filterable(form) {
    /* One table by its id, or all lists of the page. */
    var id = form.getAttribute('data-table-filter');
    var scope = id ? document.getElementById(id) : document.querySelector('main');
    if (!scope) return;
    var output = form.querySelector('output');
    var rows = scope.querySelectorAll(id ? 'tbody tr:not(.band)' : 'table.grid tbody tr:not(.band)');
    var parts = scope.querySelectorAll(id ? 'tbody' : 'table.grid tbody, section:has(table.grid)');
    /* An option picks rows by a selector, or by the text of a column. */
    function picks(select, row) {
      var selector = select.selectedOptions[0].getAttribute('data-s');
      if (selector) return row.matches(selector);
      return row.cells[select.getAttribute('data-column')].textContent.trim() === select.value;
    }
    function apply() {
      var words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
      var wanted = [];
      form.querySelectorAll('select').forEach(function (select) { if (select.value) wanted.push(select); });
      var shown = 0;
      rows.forEach(function (row) {
        var content = row.textContent.toLowerCase();
        var fits = words.every(function (word) { return content.indexOf(word) >= 0; }) && wanted.every(function (select) { return picks(select, row); });
        row.hidden = !fits;
        if (fits) shown += 1;
      });
      parts.forEach(function (part) { part.hidden = !part.querySelector('tbody tr:not(.band, [hidden])') && !part.matches('tbody:has(tr:not(.band, [hidden]))'); });
      output.textContent = shown === rows.length ? '' : shown + '/' + rows.length;
    }
    form.querySelectorAll('input, select').forEach(function (field) {
      var value = parameters().get(field.name);
      if (value !== null) field.value = value;
      field.addEventListener('input', function () { apply(); remember(field.name, field.value); });
    });
    form.addEventListener('submit', function (event) { event.preventDefault(); });
    apply();
  }
  document.querySelectorAll('table[data-sortable]').forEach(sortable);
  document.querySelectorAll('form[data-table-filter]').forEach(filterable);
})();
