// A form that a passkey answers: asks us for the options, the browser for the key, then sends itself.
// `data-passkey` says which it is, "create" or "get"; `data-options` where the options are.
const able = globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;

const ACTS = {
  create: async (options) =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: async (options) =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

async function answer(form) {
  const said = await fetch(form.dataset.options, { method: "POST", redirect: "error" });
  if (!said.ok) throw new Error(`options: ${said.status}`);
  const credential = await ACTS[form.dataset.passkey](await said.json());
  form.querySelector("[data-answer]").value = JSON.stringify(credential.toJSON());
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const [button, failed] = [form.querySelector("[type=submit]"), form.querySelector("[data-failed]")];
  button.disabled = !able;
  form.querySelector("[data-unable]").hidden = able;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = failed.hidden = true;
    try {
      await answer(form);
    } catch (error) { // the person closed the window, or no key of his is here
      console.info(error);
      button.disabled = failed.hidden = false;
    }
  });
}
