// <form data-passkey="get|create" data-options="address">: asks there what to sign, lets the browser sign it, and sends the form with that.
for (const form of document.querySelectorAll('[data-passkey]')) {
  const fault = form.querySelector('[data-passkey-fault]');
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) continue;
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    fault.textContent = '';
    try {
      const token = form.elements.__RequestVerificationToken.value;
      const answer = await fetch(form.dataset.options, { method: 'POST', body: new URLSearchParams({ __RequestVerificationToken: token }) });
      if (!answer.ok) throw new Error(answer.status === 429 ? 'Too many attempts came from your network. Wait a minute.' : 'The page is too old. Load it again.');
      const options = await answer.json();
      const credential = form.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch (error) {
      fault.textContent = error.name === 'NotAllowedError' ? 'The browser did not use a passkey: it was cancelled, took too long, or there is none for this address.'
        : error.name === 'InvalidStateError' ? 'This device has a passkey for this broker already.'
        : error.name === 'SecurityError' ? 'Browsers take passkeys only on https or localhost, under a name and not a bare IP address.'
        : error.message;
    }
  });
}
