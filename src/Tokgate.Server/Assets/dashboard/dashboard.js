// What makes pages handier. Nothing needs it: without it everything can still be read and done.
(() => {
  const announce = (text) => {
    let place = document.getElementById('announcements');
    if (!place) {
      place = Object.assign(document.createElement('div'), { id: 'announcements', className: 'visually-hidden' });
      place.setAttribute('role', 'status');
      document.body.append(place);
    }
    place.textContent = text;
  };

  // <button data-copy="#id"> copies what stands there.
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const from = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(from.value ?? from.textContent.trim());
    announce('Copied');
    button.classList.add('copied');
    setTimeout(() => button.classList.remove('copied'), 1500);
  });

  // <form data-confirm="question">: what cannot be taken back is asked about.
  document.addEventListener('submit', (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (question && !confirm(question)) event.preventDefault();
  });

  // How long ago, beside when.
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const steps = [[60, 'second'], [60, 'minute'], [24, 'hour'], [30, 'day'], [12, 'month'], [Infinity, 'year']];
  const ago = (instant) => {
    let value = (instant - Date.now()) / 1000;
    for (const [size, unit] of steps) {
      if (Math.abs(value) < size) return words.format(Math.round(value), unit);
      value /= size;
    }
  };
  for (const time of document.querySelectorAll('time[datetime]')) time.title = ago(new Date(time.dateTime));

  // <select data-look="theme">: how this browser shows the dashboard.
  for (const choice of document.querySelectorAll('[data-look]')) {
    choice.addEventListener('change', () => {
      document.cookie = `tokgate-${choice.dataset.look}=${choice.value}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
      location.reload();
    });
  }
})();
