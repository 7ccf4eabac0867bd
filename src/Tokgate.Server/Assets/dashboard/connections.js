// <form data-live-preview="address">: what the Preview button shows, while it is typed. The page itself is asked, and its part #preview taken over.
(() => {
  for (const form of document.querySelectorAll('form[data-live-preview]')) {
    let wait;
    let turn = 0;
    form.addEventListener('input', () => {
      clearTimeout(wait);
      wait = setTimeout(async () => {
        const mine = ++turn;
        const answer = await fetch(form.dataset.livePreview, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
        const text = await answer.text();
        if (mine !== turn || !answer.ok) return;
        const shown = new DOMParser().parseFromString(text, 'text/html').getElementById('preview');
        if (shown) document.getElementById('preview').replaceChildren(...shown.childNodes);
      }, 300);
    });
  }
})();
