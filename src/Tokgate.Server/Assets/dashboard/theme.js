// Before the first paint: where nobody has chosen, the system's theme is the page's.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => { if (root.dataset.theme === 'auto') root.dataset.bsTheme = dark.matches ? 'dark' : 'light'; };
  apply();
  dark.addEventListener('change', apply);
})();
