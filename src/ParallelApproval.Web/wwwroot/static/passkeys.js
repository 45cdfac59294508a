// Passkeys: asks the device, and hands its answer to the form in which the button stands. The server judges it.
(() => {
  const able = () => window.PublicKeyCredential?.parseRequestOptionsFromJSON && navigator.credentials;

  const ask = {
    create: async form => {
      const options = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(form.elements.Options.value));
      return navigator.credentials.create({ publicKey: options });
    },
    get: async form => {
      const answer = await fetch('/api/session/passkey-challenge', { method: 'POST' });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.detail);
      form.elements.Challenge.value = told.challenge;
      return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(told.options)) });
    },
  };

  document.addEventListener('click', async event => {
    const button = event.target.closest?.('button[data-passkey]');
    if (!button) return;
    event.preventDefault();
    const form = button.form;
    const told = form.querySelector('[data-passkey-told]');
    if (!able()) {
      told.textContent = button.dataset.unable;
      return;
    }
    if (button.dataset.passkey === 'create' && !form.reportValidity()) return;
    button.disabled = true;
    told.textContent = '';
    try {
      const credential = await ask[button.dataset.passkey](form);
      form.elements.Credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch (fault) {
      told.textContent = fault instanceof DOMException ? button.dataset.unheld : fault.message;
      button.disabled = false;
    }
  });
})();
