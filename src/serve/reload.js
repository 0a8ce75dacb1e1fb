// Reloads a page of the preview when its bytes have changed, and shows when a rebuild failed.
// Only `planfolio serve` adds this script; built sites do not have it.
(function () {
  "use strict";
  var script = document.currentScript;
  var events = "/.planfolio/events?page=" + encodeURIComponent(script.dataset.page) +
    "&version=" + encodeURIComponent(script.dataset.version);
  var kept = "planfolio-scroll";
  var source = null;
  var notice = null;

  function keepPlace() {
    try {
      sessionStorage.setItem(kept, JSON.stringify({ path: location.pathname, x: scrollX, y: scrollY }));
    } catch (error) { /* no storage: the browser's own memory must do */ }
  }

  function restorePlace() {
    try {
      var place = JSON.parse(sessionStorage.getItem(kept));
      sessionStorage.removeItem(kept);
      if (place && place.path === location.pathname) scrollTo({ left: place.x, top: place.y, behavior: "instant" });
    } catch (error) { /* the same */ }
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
      var style = notice.style;
      style.position = "fixed";
      style.insetInline = "0";
      style.bottom = "0";
      style.maxHeight = "40vh";
      style.overflow = "auto";
      style.margin = "0";
      style.padding = "12px 16px";
      style.whiteSpace = "pre-wrap";
      style.font = "13px/1.5 ui-monospace, monospace";
      style.background = "Canvas";
      style.color = "CanvasText";
      style.borderTop = "2px solid currentColor";
      style.zIndex = "1000";
      document.body.append(notice);
    }
    notice.textContent = "The last change could not be built; this is the page before it.\n" + message;
  }

  // A browser opens only six connections to a host for all its tabs together: a tab that nobody sees holds none. It
  // asks again when it is seen, and learns at once if it is out of date.
  function listen() {
    if (source || document.visibilityState === "hidden") return;
    source = new EventSource(events);
    source.addEventListener("reload", function () {
      rest();
      keepPlace();
      location.reload();
    });
    source.addEventListener("failure", function (event) { show(event.data); });
  }

  function rest() {
    if (source) source.close();
    source = null;
  }

  restorePlace();
  addEventListener("load", listen);
  addEventListener("pageshow", listen);
  addEventListener("pagehide", rest);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") rest(); else listen();
  });
})();
