// Follows the log: asks every two seconds for what is new, until it is paused. Without it there is a link that loads the page again.
(() => {
  const rows = document.querySelector('tbody[data-newer]');
  if (!rows?.dataset.newer) return;
  const pause = document.getElementById('pause');
  const status = document.getElementById('live');
  const most = 500;
  let paused = false;
  let count = 0;

  const say = (text) => { if (status.textContent !== text) status.textContent = text; };
  const tell = () => say(paused ? `Paused. ${count} new since you began to follow.` : `Following. ${count} new since you began to follow.`);

  const look = async () => {
    const address = new URL(rows.dataset.newer, location);
    const newest = rows.querySelector('tr')?.dataset.id;
    if (newest) address.searchParams.set('after', newest);
    const answer = await fetch(address, { headers: { Accept: 'text/html' } });
    if (answer.redirected) return location.reload();
    if (!answer.ok) return say('The broker did not answer. Trying again.');
    const told = document.createElement('template');
    told.innerHTML = await answer.text();
    const fresh = [...told.content.querySelectorAll('tr')].filter((row) => !rows.querySelector(`tr[data-id="${row.dataset.id}"]`));
    if (fresh.length > 0) {
      rows.closest('.card').hidden = false;
      document.querySelector('[data-testid=nothing]')?.remove();
      rows.prepend(...fresh);
      count += fresh.length;
      while (rows.rows.length > most) rows.rows[rows.rows.length - 1].remove();
    }
    tell();
  };

  const turn = async () => {
    if (!paused && !document.hidden) await look().catch(() => say('The broker cannot be reached. Trying again.'));
    setTimeout(turn, 2000);
  };

  pause.hidden = false;
  pause.addEventListener('click', () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    tell();
  });
  tell();
  setTimeout(turn, 2000);
})();
