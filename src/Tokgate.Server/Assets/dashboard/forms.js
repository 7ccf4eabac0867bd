// Forms that say what is wrong while somebody types: <form data-check="address"> is asked there, without doing it, and answers at each field.
// Without this the same is said after sending.
(() => {
  for (const form of document.querySelectorAll('form[data-check]')) {
    const touched = new Set();
    let waiting, running;

    const show = (faults) => {
      for (const place of form.querySelectorAll('[data-faults]')) {
        const member = place.dataset.faults;
        const input = form.elements.namedItem(member);
        if (!touched.has(member)) continue;
        const texts = faults.filter((fault) => fault.member === member || fault.member.startsWith(`${member}[`)).map((fault) => fault.message);
        if (texts.join('\n') !== [...place.children].map((child) => child.textContent).join('\n')) {
          place.replaceChildren(...texts.map((text) => Object.assign(document.createElement('div'), { textContent: text })));
        }
        if (input instanceof HTMLElement) {
          input.classList.toggle('is-invalid', texts.length > 0);
          input.setAttribute('aria-invalid', String(texts.length > 0));
        }
      }
    };

    const check = async () => {
      running?.abort();
      running = new AbortController();
      try {
        const answer = await fetch(form.dataset.check, { method: 'POST', body: new URLSearchParams(new FormData(form)), signal: running.signal });
        if (answer.ok) show((await answer.json()).faults);
      } catch (failure) {
        // Overtaken by the next one, or no network: sending says it too.
        if (failure.name !== 'AbortError') console.warn('The form could not be checked.');
      }
    };

    form.addEventListener('input', (event) => {
      if (!event.target.name) return;
      touched.add(event.target.name.replace(/\.(unit|name|value)$/, ''));
      clearTimeout(waiting);
      waiting = setTimeout(check, 300);
    });

    // What is not for the chosen type is not shown.
    const choose = () => {
      const type = new FormData(form).get('type');
      for (const part of form.querySelectorAll('[data-not-for]')) part.hidden = part.dataset.notFor === type;
    };
    form.addEventListener('change', choose);
    choose();
  }
})();
