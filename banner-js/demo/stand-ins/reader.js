// Tells the demonstration page which cookies this stand-in holds: names only.
const tell = () =>
  parent.postMessage(
    document.cookie
      .split("; ")
      .filter(Boolean)
      .map((pair) => pair.split("=")[0]),
    "*",
  );
addEventListener("message", tell);
tell();
