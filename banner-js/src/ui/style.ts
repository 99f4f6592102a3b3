/**
 * The look of the first layer, placeholders and messages. Every colour is a custom property that a
 * site may set on `:root`; every visible piece has a `part`. Logical properties only.
 */
export const base = `
:host{all:initial!important;color-scheme:inherit!important;direction:inherit!important;
--bg:var(--temoin-background,light-dark(#fff,#151b2b));--fg:var(--temoin-text,light-dark(#17203a,#eef1fa));
--mu:var(--temoin-muted,light-dark(#4a5470,#b6c0d8));--li:var(--temoin-line,light-dark(#d3d9e6,#3b4562));
--ac:var(--temoin-accent,light-dark(#1d4289,#a9c5ff));--on:var(--temoin-on-accent,light-dark(#fff,#0f1830));
--so:var(--temoin-soft,light-dark(#f3f6fb,#1e2639))}
:host([contrast]){color-scheme:light!important;--bg:#fff;--fg:#000;--mu:#000;--li:#000;--ac:#000;--on:#fff;--so:#fff}
@media(prefers-contrast:more){:host{--mu:var(--fg);--li:var(--fg)}}
[part=root]{font:400 max(16px,1rem)/1.5 var(--temoin-font,system-ui,sans-serif);color:var(--fg);text-align:start;-webkit-text-size-adjust:100%}
*{box-sizing:border-box}h1,h2,h3,h4,p{margin:0;overflow-wrap:anywhere}
h1,h2{font-size:1.25em;line-height:1.3;font-weight:600;text-wrap:balance}
button,a{font:inherit;color:inherit}
button{display:inline-flex;align-items:center;justify-content:center;min-block-size:3em;padding:.6em min(1.25em,5vw);border:2px solid var(--ac);border-radius:var(--temoin-radius,.375em);background:var(--ac);color:var(--on);font-weight:600;line-height:1.25;text-align:center;text-decoration:none;overflow-wrap:anywhere;cursor:pointer}
button:hover{background:color-mix(in srgb,var(--ac) 85%,var(--fg))}
.q{min-block-size:2.75em;padding-inline:min(.75em,2vw);background:none;color:var(--ac);border-color:transparent;text-decoration:underline}
.q:hover{background:var(--so)}
:focus{outline:0}:focus-visible{outline:3px solid var(--ac);outline-offset:3px}
.v{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
`;

export const layer = `
:host{position:absolute!important}
[part=banner]{container-type:inline-size;position:fixed;z-index:2147483000;inset-inline:0;inset-block-end:0;max-block-size:min(85vh,100%);overflow:auto;overscroll-behavior:contain;background:var(--bg);border-block-start:1px solid var(--li);box-shadow:0 -1em 3em #0a143026}
.i{display:grid;grid-template-columns:minmax(0,1fr);gap:1.25em 3em;max-inline-size:84em;margin-inline:auto;padding:1.5em max(1.5em,env(safe-area-inset-left)) calc(1.5em + env(safe-area-inset-bottom))}
.t{display:grid;gap:.5em;max-inline-size:52em}.f{font-size:.875em;color:var(--mu)}
.g{display:grid;grid-template-columns:minmax(0,1fr);gap:.75em;background:var(--bg)}@container(min-width:11em){@media(min-height:32em){.g{position:sticky;inset-block-end:0}}}
@container(min-width:40em){.g{grid-template-columns:repeat(3,minmax(0,1fr))}}
@container(min-width:72em){.i{grid-template-columns:minmax(0,1fr) auto;align-items:center}.g{grid-template-columns:none;min-inline-size:17em}}
@container(max-width:39.99em){.i{padding:1.25em 1.25em 0;gap:.5em}.g{gap:.5em;padding-block:.5em calc(1em + env(safe-area-inset-bottom))}.t{font-size:.9375em}}
@container(max-width:16em){.i{padding:.75em .5em 0}}
[part=status]{position:fixed;z-index:2147483001;inset-block-end:1em;inset-inline:1em;margin-inline:auto;inline-size:fit-content;max-inline-size:min(40em,100% - 2em)}
[part=status] .m{display:flex;flex-wrap:wrap;align-items:center;gap:.25em 1em;padding:.75em .75em .75em 1.25em;border:1px solid var(--li);border-inline-start:4px solid var(--ac);border-radius:var(--temoin-radius,.375em);background:var(--bg);box-shadow:0 .5em 2em #0a143026}
.m p{flex:1 1 14em}.m button{margin-inline-start:auto}
[part=reopen]{position:fixed;z-index:2147482999;inset-block-end:1em;inset-inline-start:1em;min-block-size:2.75em;padding:.4em 1em;font-size:.875em;background:var(--bg);color:var(--ac);border:1px solid var(--ac);box-shadow:0 .25em 1em #0a143026}
@media print{[part=root]{display:none}}
`;
