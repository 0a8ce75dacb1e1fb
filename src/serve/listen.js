// Listens to the preview server for all pages of a browser together, since a browser opens only six connections to a
// host and every page would hold one. Runs as a shared worker; reload.js is what it talks to.
"use strict";
var pages = [];
var last = {};
var source = new EventSource("/.planfolio/events");

["changed", "failure"].forEach(function (kind) {
  source.addEventListener(kind, function (event) {
    last[kind] = event.data;
    pages.forEach(function (page) { page.postMessage([kind, event.data]); });
  });
});

onconnect = function (event) {
  var page = event.ports[0];
  pages.push(page);
  page.onmessage = function () {
    // The page is being left.
    pages.splice(pages.indexOf(page), 1);
  };
  Object.keys(last).forEach(function (kind) { page.postMessage([kind, last[kind]]); });
};
