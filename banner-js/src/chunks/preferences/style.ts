/** The look of the second layer, in the dialog and in a page. */
export const preferences = `
[hidden]{display:none!important}
dialog{inline-size:min(56em,100% - 2em);max-inline-size:none;max-block-size:min(92vh,100% - 2em);padding:0;border:1px solid var(--li);border-radius:.75em;background:var(--bg);color:var(--fg);box-shadow:0 2em 5em #0a143055;overflow:clip}
dialog[open]{display:flex}dialog::backdrop{background:#0a1430a6}
.w{container-type:inline-size;display:flex;flex-direction:column;flex:1;min-inline-size:0;min-block-size:0}
dialog .w{overflow:auto}h2{flex:1 1 7em}.hd{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:1em;padding:1em 1em 1em 1.75em;border-block-end:1px solid var(--li)}
.bd{overflow-wrap:anywhere;position:relative;flex:1;overflow:auto;overscroll-behavior:contain;padding:1.25em 1.75em 1.75em;display:grid;gap:1.25em;align-content:start}
.bd:focus-visible{outline-offset:-3px}
.ft{display:grid;grid-template-columns:minmax(0,1fr);gap:.75em;max-block-size:50%;overflow:auto;padding:1em 1.75em;border-block-start:1px solid var(--li);background:var(--bg)}
@container(min-width:40em){.ft{grid-template-columns:repeat(3,minmax(0,1fr))}}
@media(max-width:39.99em){dialog{inline-size:100%;block-size:100%;max-block-size:100%;margin:0;border:0;border-radius:0}}
@container(max-width:39.99em){.hd{padding:.5em .5em .5em 1.25em}.bd{padding:1em 1.25em 1.5em}.ft{padding:.75em 1.25em;gap:.5em}.ft button{min-block-size:2.75em}}
@media(max-height:34em){.bd{overflow:visible;flex:none}}
.pg .hd{padding-inline:0;border:0}.pg .bd{padding-inline:0;overflow:visible}.pg .ft{padding-inline:0;max-block-size:none;position:sticky;inset-block-end:0}
h1{font-size:2em}h3,.l1{font-size:1.125em;line-height:1.3}h4,.l2{font-size:1em;line-height:1.4;letter-spacing:0}h3+p,h4+p,.l1+p,.l2+p{margin-block-start:.25em}.s+.s{margin-block-start:.25em}
.s{color:var(--mu);font-size:.9375em}
.now{display:grid;gap:.5em;padding:1em 1.25em;border-inline-start:4px solid var(--ac);background:var(--so)}
.now div{display:flex;flex-wrap:wrap;gap:.25em 1em}.now .q{padding-inline:0}
.pu{display:grid;gap:1em;padding-block-start:1.25em;border-block-start:1px solid var(--li)}
.ph,.sh{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:flex-start;gap:.5em 1.5em}.ph>div:first-child,.sh>div:first-child{flex:1 1 18em}
.sv{display:grid;gap:.5em;padding:1em 1.25em;border:1px solid var(--li);border-radius:.5em}
fieldset{display:flex;flex-wrap:wrap;gap:.5em;min-inline-size:0;margin:0;padding:0;border:0}
label{display:inline-flex;align-items:center;gap:.5em;min-block-size:2.75em;padding:.25em 1em .25em .75em;border:1px solid var(--mu);border-radius:2em;cursor:pointer}
label:hover{background:var(--so)}label:has(:checked){border-color:var(--ac);box-shadow:inset 0 0 0 1px var(--ac);font-weight:600}
label:has(:focus-visible){outline:3px solid var(--ac);outline-offset:3px}label :focus-visible{outline:0}
input{inline-size:1.125em;block-size:1.125em;margin:0;accent-color:var(--ac)}
.k{padding:.25em .875em;border:1px solid var(--li);border-radius:2em;background:var(--so);font-size:.875em;font-weight:600}
summary{inline-size:fit-content;min-block-size:1.75em;color:var(--ac);text-decoration:underline;text-underline-offset:.2em;cursor:pointer}
ul{list-style:none;margin:.75em 0 0;padding:0}
li{padding-block:.75em;border-block-start:1px solid var(--li)}
code{font:600 .9375em ui-monospace,"DejaVu Sans Mono","Liberation Mono",monospace;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:minmax(7em,auto) 1fr;gap:.125em 1em;margin:.25em 0 0;font-size:.9375em}
dt{color:var(--mu)}dd{margin:0;overflow-wrap:anywhere}
@container(max-width:30em){.sv{padding:.75em 1em}label{padding:.25em .75em .25em .5em}dl{grid-template-columns:1fr}dd{margin-block-end:.375em}}
.vd{margin-block-start:.75em;padding-block-start:.75em;border-block-start:1px solid var(--li)}
@container(max-width:16em){h1{font-size:1.25em}.bd{flex:none;overflow:visible;padding:.75em .5em}.w .ft{position:static;max-block-size:none}.hd,.ft{padding-inline:.5em}.sv{padding:.5em 0;border:0}label{padding-inline:.25em .5em}.now{padding:.5em}button{padding-inline:.25em}}
`;
