// What the situations of all kinds of pages are written with.
export const at = (name) => `http://tiers.localhost/${name}`;
export const kFrame = `<iframe id="f" title="Film" src="${at("frame")}"></iframe>`;
export const ids = () =>
  [...document.querySelectorAll("main > [id]")].map((each) => each.id).join();
export const box = () => {
  const { width, height } = document.getElementById("f").getBoundingClientRect();
  return [width, height].map(Math.round).join("×");
};
export const over = "position:absolute;top:0;left:0;width:100%;height:100%;border:0";
export const wide = (style, inner = kFrame) =>
  `<style>${style}</style><div style="width:640px"><div class="w">${inner}</div></div>`;
export const bar = (style) =>
  `<style>${style}</style><div style="height:300vh">x</div><div id="bar" style="position:fixed;bottom:0">x</div>`;
export const inWindow = () =>
  document.getElementById("bar").getBoundingClientRect().top < innerHeight;
export const write = (text) => `document.write(${JSON.stringify(text)});`.replaceAll("</", "<\\/");
