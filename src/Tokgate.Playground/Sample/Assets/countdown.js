// Counts down what the server has rendered; without script the page shows the value of its loading.
const shown = [...document.querySelectorAll("[data-expires]")].filter((element) => element.dataset.expires);
const two = (number) => String(number).padStart(2, "0");

function tick() {
  for (const element of shown) {
    const left = Number(element.dataset.expires) - Math.floor(Date.now() / 1000);
    if (left <= 0) {
      element.textContent = "expired";
    } else if (left < 86400) {
      element.textContent = `${Math.floor(left / 3600)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
    }
  }
}

if (shown.length > 0) {
  setInterval(tick, 1000);
}
