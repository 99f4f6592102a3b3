// Stand-in for Piano Analytics: keeps its privacy mode for 13 months, sends one page view.
(function () {
  if (!/(^|; )pa_privacy=/.test(document.cookie)) {
    const end = new Date();
    end.setMonth(end.getMonth() + 13);
    document.cookie = "pa_privacy=%22exempt%22; path=/; SameSite=Lax; expires=" + end.toUTCString();
  }
  new Image().src = new URL("/event.gif?e=page.display", document.currentScript.src).href;
})();
