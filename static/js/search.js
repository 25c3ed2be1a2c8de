// Suggests titles while a reader types: an ARIA combobox over a form that works without it.
for (const form of document.querySelectorAll("form[data-suggestions]")) {
  const input = form.elements.q;
  const list = document.createElement("ul");
  let options = [], at = -1, asked = "", timer;
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  form.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }))
    input.setAttribute(name, value);

  // Whatever is still asked for must not open the list again.
  const close = () => {
    clearTimeout(timer);
    asked = "";
    show(false);
  };
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
    if (!asked) return close();
    const wanted = asked;
    const answer = await fetch(`${form.dataset.suggestions}?q=${encodeURIComponent(wanted)}`).catch(() => null);
    const found = answer?.ok && (await answer.json()).suggestions;
    if (wanted !== asked || !found) return;
    options = found;
    list.replaceChildren(...options.map(({ title, lang }, n) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${n}`;
      item.lang = lang;
      item.textContent = title;
      item.setAttribute("role", "option");
      // Pressing leaves the focus in the field; a finger that scrolls the list presses, too.
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => { location.href = options[n].url; });
      return item;
    }));
    choose(-1);
    show(options.length > 0);
  };
  // Letters that an input method still composes are no words yet.
  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(suggest, 150);
  });
  input.addEventListener("compositionend", suggest);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && list.hidden) return close();
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); choose((at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); location.href = options[at].url; }
  });
}
