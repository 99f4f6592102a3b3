// Dark or light, before the first paint: what was chosen here, else what the system says.
(() => {
  const kName = "temoin-look";
  const page = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try {
      return localStorage.getItem(kName);
    } catch {
      return null;
    }
  };
  const chosen = kept();
  if (chosen === "dark" || chosen === "light") page.dataset.look = chosen;

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".look");
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = page.dataset.look ? page.dataset.look === "dark" : system.matches;
      page.dataset.look = dark ? "light" : "dark";
      try {
        localStorage.setItem(kName, page.dataset.look);
      } catch {
        // A browser that keeps nothing: this page alone changes.
      }
    });
  });
})();
