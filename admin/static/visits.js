// The next visitor is waiting: the first field has the focus, and a name that came before brings its institution.
const form = document.querySelector("form[data-focus]");

if (form) {
  const name = form.elements[form.dataset.focus];
  const known = document.getElementById(name.getAttribute("list"));
  if (!document.querySelector("#wrong")) name.focus();
  name.addEventListener("change", () => {
    const found = [...(known?.options ?? [])].find((each) => each.value === name.value);
    if (found?.dataset.with && !form.elements.instansi.value) form.elements.instansi.value = found.dataset.with;
  });
}
