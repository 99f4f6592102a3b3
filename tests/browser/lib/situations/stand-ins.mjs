// Situations of the kind: stand-ins.
import { at, kFrame, box, over, wide } from "./parts.mjs";

export const kStandIns = [
  [
    "a wrapper with padding below",
    wide(`.w{position:relative;height:0;padding-bottom:56.25%}.w iframe{${over}}`),
    box,
    "640×360",
    "the frame fills its wrapper",
    "the stand-in lies in the frame's box, its button is reachable",
    "stand-ins",
    "the stand-in lies in",
  ],
  [
    "a wrapper with padding above",
    wide(`.w{position:relative;height:0;padding-top:56.25%}.w iframe{${over}}`),
    box,
    "640×360",
    "the frame fills its wrapper",
    "the same",
    "stand-ins",
    "the stand-in lies in",
  ],
  [
    "Bootstrap's `.ratio`",
    wide(
      `.w{position:relative;width:100%}.w::before{display:block;padding-top:56.25%;content:""}.w>*{${over}}`,
    ),
    box,
    "640×360",
    "the frame fills its wrapper",
    "the same",
    "stand-ins",
    "the stand-in lies in",
  ],
  [
    "a wrapper with a ratio, WordPress, Elementor",
    wide(".w{aspect-ratio:16/9}.w iframe{width:100%;height:100%;border:0}"),
    box,
    "640×360",
    "the frame fills its wrapper",
    "the same",
    "stand-ins",
    "the stand-in lies in",
  ],
  [
    "a frame that is centred, floated, in a row or a grid",
    wide("iframe{display:block;margin:20px auto;border:0;width:320px;height:200px}"),
    () =>
      Math.round(document.getElementById("f").offsetLeft - document.querySelector(".w").offsetLeft),
    160,
    "the frame stands where the style sheet says",
    "the stand-in stands there",
    "stand-ins",
    "the stand-in lies in",
  ],
  [
    "a hidden tab",
    `<div id="t" style="display:none"><iframe id="f" title="x" width="300" height="200" style="border:0" src="${at("frame")}"></iframe></div><script>addEventListener("load", () => (t.style.display = ""));</script>`,
    box,
    "300×200",
    "the frame has its size when it is shown",
    "so has the stand-in",
    "stand-ins",
    "in a hidden tab",
  ],
  [
    "a picture laid over an embed, to be pressed first",
    `<div style="position:relative">${kFrame}<div id="o" style="position:absolute;inset:0"></div></div>`,
    () => {
      const { x, y } = document.getElementById("f").getBoundingClientRect();
      return document.elementFromPoint(x + 20, y + 20).id;
    },
    "o",
    "the picture is pressed",
    "the stand-in's button is above it",
    "page-layers",
    "a picture that lies over",
  ],
];
