// Draws the tables of the page, which say the same to whoever has no script or no eyes for a picture.
(() => {
  // Resolved by an element: a canvas knows no variables nor mixtures.
  const probe = document.body.appendChild(document.createElement('span'));
  const colour = (name) => {
    probe.style.color = `var(--tblr-${name})`;
    return getComputedStyle(probe).color;
  };
  const draw = (place) => {
    const table = document.querySelector(place.dataset.chart);
    const isStacked = table.dataset.kind === 'stacked';
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    const rows = [...table.tBodies[0].rows];
    const fills = isStacked ? [colour('teal'), colour('primary')] : [colour('primary')];
    place.hidden = false;
    const axis = { ticks: { color: colour('body-color'), precision: 0 }, grid: { color: colour('border-color') }, stacked: isStacked, beginAtZero: true };
    new Chart(place.querySelector('canvas'), {
      type: 'bar',
      data: {
        labels: rows.map((row) => row.cells[0].textContent),
        datasets: heads.slice(1).map((label, index) => ({ label, data: rows.map((row) => Number(row.cells[index + 1].textContent)), backgroundColor: fills[index], borderRadius: 2, minBarLength: 0 })),
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        indexAxis: isStacked ? 'x' : 'y',
        plugins: { legend: { display: isStacked, labels: { color: colour('body-color') } } },
        scales: { x: axis, y: { ...axis } },
      },
    });
  };
  for (const place of document.querySelectorAll('[data-chart]')) draw(place);
  probe.remove();
})();
