// Suggests titles while a reader types: an ARIA combobox over a form that works without it.
for (const form of document.querySelectorAll("form[data-suggestions]")) {
  const input = form.elements.q;
  const list = document.createElement("ul");
  let options = [], at = -1, asked = "";
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  form.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }))
    input.setAttribute(name, value);

  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };
  const choose = (to) => {
    at = to;
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const suggest = async () => {
    asked = input.value.trim();
    if (!asked) return show(false);
    const wanted = asked;
    const answer = await fetch(`${form.dataset.suggestions}?q=${encodeURIComponent(wanted)}`).catch(() => null);
    if (wanted !== asked || !answer?.ok) return;
    options = (await answer.json()).suggestions;
    list.replaceChildren(...options.map(({ title, lang }, n) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${n}`;
      item.lang = lang;
      item.textContent = title;
      item.setAttribute("role", "option");
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); location.href = options[n].url; });
      return item;
    }));
    choose(-1);
    show(options.length > 0);
  };
  let timer;
  // Letters that an input method still composes are no words yet.
  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(suggest, 150);
  });
  input.addEventListener("compositionend", suggest);
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); choose((at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length); }
    else if (event.key === "Escape") { event.preventDefault(); show(false); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); location.href = options[at].url; }
  });
}
