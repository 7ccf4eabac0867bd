namespace Tokgate.Emulator.Pages;

/// <summary>The one stylesheet, in code: an embedded asset would need machinery that three programs in one process fight over.</summary>
internal static class Stylesheet
{
    public static readonly byte[] Bytes = """
        :root {
          --ground: #f4f4f8; --card: #fff; --ink: #17171f; --soft: #5c5c6e; --line: #dedee8; --accent: #5b4be0; --accent-ink: #fff;
          --accent-soft: #eeecfc; --warn: #fff3d6; --warn-ink: #5f4200; --bad: #b3261e; --bad-soft: #fcebea; --code: #f1f1f6; --off: #b9b9c8;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #121218; --card: #1d1d26; --ink: #f1f1f6; --soft: #a9a9bb; --line: #343443; --accent: #9d92ff; --accent-ink: #14122b;
            --accent-soft: #2a2748; --warn: #3d3113; --warn-ink: #ffdf97; --bad: #ff8b83; --bad-soft: #3a1f1f; --code: #282834; --off: #5a5a6d;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        .banner { margin: 0; padding: .6rem 1rem; background: var(--warn); color: var(--warn-ink); font-size: .875rem; text-align: center; }
        main { width: min(30rem, 100% - 2rem); margin: 2rem auto 3rem; }
        main:has(.wide) { width: min(72rem, 100% - 2rem); }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 16px; padding: 1.75rem; box-shadow: 0 1px 2px #0000000d, 0 8px 24px #0000000d; }
        .card + .card { margin-top: 1rem; }
        h1 { margin: 0 0 .35rem; font-size: 1.4rem; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; }
        h2 { margin: 1.5rem 0 .6rem; font-size: .95rem; }
        .card > h2:first-child { margin-top: 0; }
        p { margin: 0 0 1rem; }
        .soft { color: var(--soft); }
        .small { font-size: .875rem; }
        a { color: var(--accent); }
        .app { display: flex; gap: .9rem; align-items: center; margin-bottom: 1.1rem; }
        .app .tag { margin-left: auto; }
        .app > div { min-width: 0; overflow-wrap: anywhere; }
        .app-icon { width: 48px; height: 48px; border-radius: 12px; background: var(--accent); color: var(--accent-ink); display: grid; place-items: center; font-size: 1.35rem; font-weight: 700; flex: none; }
        .app-name { font-weight: 650; overflow-wrap: anywhere; }
        .tag { display: inline-block; padding: .05rem .5rem; border-radius: 99px; background: var(--accent-soft); color: var(--accent); font-size: .75rem; font-weight: 600; }
        .tag.bad { background: var(--bad-soft); color: var(--bad); }
        .tag.warn { background: var(--warn); color: var(--warn-ink); }
        .deviation { padding: .9rem 0; border-top: 1px solid var(--line); }
        .deviation h3 { margin: 0 0 .5rem; font-size: .95rem; font-weight: 600; overflow-wrap: anywhere; }
        .deviation dl { margin: 0; font-size: .875rem; }
        .people { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; }
        .person { width: 100%; display: flex; gap: .8rem; align-items: center; text-align: left; padding: .6rem .75rem; border: 1px solid var(--line); border-radius: 12px; background: transparent; color: inherit; font: inherit; cursor: pointer; }
        .person:hover { background: var(--accent-soft); border-color: var(--accent); }
        .person[aria-current] { border-color: var(--accent); background: var(--accent-soft); }
        .person img { width: 40px; height: 40px; border-radius: 50%; flex: none; }
        .person-text { min-width: 0; flex: 1; }
        .person-name { display: block; font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; unicode-bidi: isolate; }
        .person-user { display: block; color: var(--soft); font-size: .85rem; overflow: hidden; text-overflow: ellipsis; }
        .compact .people { grid-template-columns: repeat(auto-fill, minmax(11.5rem, 1fr)); }
        .compact .person { padding: .45rem .6rem; }
        .compact .person img { width: 30px; height: 30px; }
        .scopes { list-style: none; margin: 0 0 1.4rem; padding: 0; border: 1px solid var(--line); border-radius: 12px; }
        .scopes li { padding: .7rem .85rem; }
        .scopes li + li { border-top: 1px solid var(--line); }
        .scopes label { display: flex; gap: .9rem; align-items: center; cursor: pointer; }
        .scope-text { flex: 1; min-width: 0; }
        .scope-text span { display: block; }
        .scope-why { color: var(--soft); font-size: .8rem; }
        .switch { appearance: none; width: 42px; height: 24px; margin: 0; border-radius: 99px; background: var(--off); position: relative; flex: none; cursor: pointer; transition: background .15s; }
        .switch::after { content: ""; position: absolute; inset: 3px auto 3px 3px; width: 18px; border-radius: 50%; background: #fff; transition: transform .15s; }
        .switch:checked { background: var(--accent); }
        .switch:checked::after { transform: translateX(18px); }
        .switch:disabled { opacity: .55; cursor: not-allowed; }
        .buttons { display: grid; gap: .6rem; }
        form + .buttons { margin-top: 1.1rem; }
        .card > :last-child { margin-bottom: 0; }
        .button { display: block; width: 100%; padding: .75rem 1rem; border: 1px solid transparent; border-radius: 10px; font: inherit; font-weight: 650; text-align: center; text-decoration: none; cursor: pointer; }
        .primary { background: var(--accent); color: var(--accent-ink); }
        .primary:hover { filter: brightness(1.08); }
        .secondary { background: transparent; border-color: var(--line); color: inherit; }
        .secondary:hover { background: var(--accent-soft); }
        .button:focus-visible, .person:focus-visible, .switch:focus-visible, a:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .error-mark { width: 48px; height: 48px; border-radius: 50%; background: var(--bad-soft); color: var(--bad); display: grid; place-items: center; font-size: 1.5rem; font-weight: 700; margin-bottom: 1rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1rem; margin: 0 0 1rem; }
        dt { color: var(--soft); }
        dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
        code, .mono { font: .875em/1.5 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, monospace; overflow-wrap: anywhere; }
        code { background: var(--code); border-radius: 5px; padding: .1em .35em; }
        .help { border-left: 4px solid var(--accent); }
        .help ul { margin: 0 0 1rem; padding-left: 1.2rem; }
        table { width: 100%; border-collapse: collapse; font-size: .875rem; }
        .scroll { overflow-x: auto; }
        th, td { text-align: left; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { color: var(--soft); font-weight: 600; }
        .field { display: grid; gap: .3rem; margin-bottom: 1rem; }
        .field label { font-weight: 600; font-size: .9rem; }
        input[type=text], select { width: 100%; padding: .6rem .7rem; border: 1px solid var(--line); border-radius: 10px; background: var(--card); color: inherit; font: inherit; }
        .row { display: flex; flex-wrap: wrap; gap: .6rem; }
        .row .button { width: auto; flex: 1; }
        @media (max-width: 30rem) { main { margin-top: 1rem; } .card { padding: 1.2rem; border-radius: 14px; } }
        @media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
        """u8.ToArray();
}
