/** The button's look. The tag helper of Tokgate.AspNetCore serves the same text; a test holds both together. */
export const style = `.tokgate-button{box-sizing:border-box;display:inline-flex;align-items:center;justify-content:center;gap:.6em;max-width:100%;min-height:2.75rem;margin:0;padding:.5em 1.1em;border:1px solid #757575;border-radius:.4rem;background:#121212;color:#fff;font:600 1rem/1.25 system-ui,sans-serif;text-align:center;text-decoration:none;cursor:pointer}
.tokgate-button svg{flex:none;width:1.25em;height:1.25em;fill:currentColor;filter:drop-shadow(-.04em -.04em #25f4ee) drop-shadow(.04em .04em #fe2c55)}
.tokgate-button[data-size=small]{min-height:2.25rem;font-size:.875rem}
.tokgate-button[data-size=large]{min-height:3.25rem;font-size:1.125rem}
.tokgate-button[data-shape=pill]{border-radius:99rem}
.tokgate-button[data-shape=square]{border-radius:0}
.tokgate-button[data-theme=light]{background:#fff;color:#121212}
@media (prefers-color-scheme:dark){.tokgate-button:not([data-theme=dark]){background:#fff;color:#121212}}
.tokgate-button:focus-visible{outline:2px solid #fff;box-shadow:0 0 0 4px #0b57d0}
`;
