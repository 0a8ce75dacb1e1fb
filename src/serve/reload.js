// Reloads a page of the preview when its bytes have changed, and shows when a change could not be built.
// Only `planfolio serve` adds this script; built sites do not have it.
(function () {
  "use strict";
  var script = document.currentScript;
  var own = script.dataset;
  var kept = "planfolio-scroll";
  var seen = own.generation;
  var stop = null;
  var notice = null;

  function keepPlace() {
    try {
      var open = Array.from(document.querySelectorAll("details"), function (one) { return one.open; });
      sessionStorage.setItem(kept, JSON.stringify({ path: location.pathname, x: scrollX, y: scrollY, open: open }));
    } catch (error) { /* no storage: the browser's own memory must do */ }
  }

  function restorePlace() {
    try {
      var place = JSON.parse(sessionStorage.getItem(kept));
      sessionStorage.removeItem(kept);
      if (!place || place.path !== location.pathname) return;
      var sections = document.querySelectorAll("details");
      // With more or fewer sections it is not clear which is which.
      if (sections.length === place.open.length) {
        place.open.forEach(function (open, at) { sections[at].open = open; });
      }
      scrollTo({ left: place.x, top: place.y, behavior: "instant" });
    } catch (error) { /* the same */ }
  }

  // There is a new site. A page that nobody sees asks when it is seen again.
  function check() {
    if (own.generation === seen || document.visibilityState === "hidden") return;
    var asked = seen;
    fetch("/.planfolio/version?page=" + encodeURIComponent(own.page), { cache: "no-store" })
      .then(function (answer) { return answer.ok ? answer.text() : own.version; })
      .then(function (version) {
        if (version === own.version) {
          own.generation = asked;
        } else {
          keepPlace();
          location.reload();
        }
      })
      .catch(function () { /* the server is gone; it says so when it is back */ });
  }

  function show(message) {
    if (!message) {
      if (notice) notice.remove();
      notice = null;
      return;
    }
    if (!notice) {
      notice = document.createElement("pre");
      notice.setAttribute("role", "status");
      Object.assign(notice.style, {
        position: "fixed", insetInline: "0", bottom: "0", zIndex: "1000", maxHeight: "40vh", overflow: "auto",
        margin: "0", padding: "12px 16px", border: "0", borderTop: "2px solid currentColor", borderRadius: "0",
        font: "13px/1.5 ui-monospace, monospace", whiteSpace: "pre-wrap", color: "CanvasText", background: "Canvas"
      });
      document.body.append(notice);
    }
    notice.textContent = "The last change could not be built; this is the page before it.\n" + message;
  }

  function hear(kind, data) {
    if (kind === "failure") return show(data);
    seen = data;
    check();
  }

  // One connection for all pages of the browser where it has shared workers, else one for each page that is seen.
  function listen() {
    if (stop) return;
    if (typeof SharedWorker === "function") {
      var port = new SharedWorker("/.planfolio/listen.js", { name: "planfolio" }).port;
      port.onmessage = function (event) { hear(event.data[0], event.data[1]); };
      stop = function () { port.postMessage("leaving"); port.close(); };
    } else if (document.visibilityState !== "hidden") {
      var source = new EventSource("/.planfolio/events");
      ["changed", "failure"].forEach(function (kind) {
        source.addEventListener(kind, function (event) { hear(kind, event.data); });
      });
      stop = function () { source.close(); };
    }
  }

  function rest() {
    if (stop) stop();
    stop = null;
  }

  restorePlace();
  addEventListener("load", listen);
  addEventListener("pageshow", listen);
  addEventListener("pagehide", rest);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState !== "hidden") {
      listen();
      check();
    } else if (typeof SharedWorker !== "function") {
      rest();
    }
  });
})();
