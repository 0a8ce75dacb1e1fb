// Reloads a page of the preview when its bytes have changed, exchanges its style sheet when only that has, and shows what is
// wrong with the page or why a change could not be built.
// Only `planfolio serve` adds this script; built sites do not have it.
(function () {
  "use strict";
  var script = document.currentScript;
  var own = script.dataset;
  var kept = "planfolio-scroll";
  var seen = own.generation;
  var stop = null;
  var notice = null;
  var failure = "";
  var hidden = "planfolio-hidden";

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

  // The new style sheet stands beside the old one until it is there, so that the page is never without.
  function restyle(version) {
    var sheets = document.querySelectorAll('link[rel="stylesheet"][href*=".css?v="]');
    var last = sheets[sheets.length - 1];
    if (!last) return false;
    var sheet = last.cloneNode();
    sheet.setAttribute("href", last.getAttribute("href").replace(/\?v=.*/, "?v=" + version));
    sheet.onload = function () { sheets.forEach(function (old) { old.remove(); }); };
    last.after(sheet);
    return true;
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
          return;
        }
        var was = own.version.split(".");
        var now = version.split(".");
        if (now[0] === was[0] && now[1] && restyle(now[1])) {
          own.generation = asked;
          own.version = version;
        } else {
          keepPlace();
          location.reload();
        }
      })
      .catch(function () { /* the server is gone; it says so when it is back */ });
  }

  // Errors and warnings of the page, as it lists them at its end.
  function problems() {
    var all = document.querySelectorAll('main [aria-labelledby="pf.diagnostics"] .findings > li');
    return Array.from(all, function (one) {
      if (!one.querySelector(".sev-error, .sev-warning")) return "";
      return Array.from(one.querySelectorAll(".sev, p"), function (part) { return part.textContent.replace(/\s+/g, " ").trim(); }).join("\n");
    }).filter(Boolean);
  }

  // What was closed stays closed until it says something else.
  function wasClosed(text) {
    try { return sessionStorage.getItem(hidden) === text; } catch (error) { return false; }
  }

  function close(text) {
    try { sessionStorage.setItem(hidden, text); } catch (error) { /* it comes again */ }
    if (notice.contains(document.activeElement)) document.activeElement.blur();
    notice.hidden = true;
  }

  // A box in the corner. It is there before it says something, so that what it says is read aloud, and never takes the focus.
  function box() {
    notice = document.createElement("div");
    notice.id = "planfolio-notice";
    notice.setAttribute("role", "status");
    Object.assign(notice.style, {
      position: "fixed", insetInlineEnd: "0", insetBlockEnd: "0", zIndex: "1000", maxWidth: "min(44rem, 100vw)", maxHeight: "40vh",
      overflow: "auto", boxSizing: "border-box", padding: "8px 12px", border: "1px solid", borderTopWidth: "2px",
      font: "13px/1.5 system-ui, sans-serif", color: "CanvasText", background: "Canvas"
    });
    notice.hidden = true;
    document.body.append(notice);
  }

  function show() {
    var list = failure ? [failure] : problems();
    var text = location.pathname + "\n" + list.join("\n");
    if (!notice) box();
    notice.textContent = "";
    notice.hidden = !list.length || wasClosed(text);
    if (notice.hidden) return;
    var title = document.createElement("strong");
    title.textContent = failure ? "The last change could not be built; this is the page before it."
      : list.length === 1 ? "This page has a problem." : "This page has " + list.length + " problems.";
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = "Close";
    Object.assign(button.style, { float: "inline-end", minHeight: "24px", marginInlineStart: "12px", font: "inherit" });
    button.addEventListener("click", function () { close(text); });
    notice.onkeydown = function (event) { if (event.key === "Escape") close(text); };
    notice.append(button, title);
    list.forEach(function (one) {
      var lines = document.createElement("pre");
      Object.assign(lines.style, { margin: "6px 0 0", font: "12px/1.5 ui-monospace, monospace", whiteSpace: "pre-wrap", overflowWrap: "anywhere" });
      lines.textContent = one;
      notice.append(lines);
    });
  }

  function hear(kind, data) {
    if (kind === "failure") {
      if (data === failure) return;
      failure = data;
      // What was closed is said again when it happens again.
      if (!data) try { sessionStorage.removeItem(hidden); } catch (error) { /* the same */ }
      return show();
    }
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
  show();
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
