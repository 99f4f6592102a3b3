/** The look of a placeholder. */
export const placeholder = `
:host{display:grid!important;inline-size:100%;max-inline-size:100%}
:host([inline]){display:inline-grid!important;contain:layout!important}
[part=root]{display:grid;align-content:center;justify-items:start;gap:.75em;min-block-size:12rem;inline-size:100%;padding:min(1.5em,5vw);border:1px solid var(--li);border-radius:var(--temoin-radius,.375em);background:var(--so)}
h2{font-size:1.125em}.s{color:var(--mu);font-size:.9375em;max-inline-size:44em}
.r{display:flex;flex-wrap:wrap;gap:.5em}
`;
