// Saves the form as a draft of its own while it is typed, and tells who else has it open.
(() => {
  const autosave = document.getElementById("desk-autosave");
  const form = autosave?.closest("form");
  if (!form) return;
  const every = 5000;
  const state = document.getElementById("desk-autosave-state");
  const others = document.getElementById("desk-others");
  // By person: on a computer that several share, nobody sends what another has typed.
  const person = `desk:${autosave.dataset.user}:`;
  const own = `${person}${location.pathname}:`;
  const local = own + form.elements.form_key.value;
  let sent;
  let version = "";
  let composing = false;
  let leaving = false;
  let busy = false;

  const typed = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) {
      if (value instanceof File) data.delete(name);
    }
    return new URLSearchParams(data);
  };

  // A note on the change, and whatever else begins with an underscore, is no text of the item.
  const content = (text) => [...new URLSearchParams(text)].filter(([name]) => !name.startsWith("_")).join("\n");
  const isNew = (text) => sent !== undefined && content(text) !== content(sent);
  const store = (text) => {
    // A browser keeps no more than some millions of characters.
    try { localStorage.setItem(local, `${text}&_after=${encodeURIComponent(version)}`); } catch {}
  };

  const post = async (body) => {
    const token = form.elements.csrfmiddlewaretoken.value;
    const headers = { "X-CSRFToken": token };
    // A text that waited in this browser may hold the token of an earlier login.
    body.delete("csrfmiddlewaretoken");
    const response = await fetch(autosave.dataset.url, { method: "POST", body, headers, redirect: "manual" });
    // The desk leads away who is no longer logged in, and refuses who has logged in anew.
    if (response.type === "opaqueredirect" || response.status === 403) throw new Error("ended");
    if (response.status === 413) throw new Error("long");
    if (!response.ok) throw new Error(response.status);
    return response.json();
  };

  const here = () => new URLSearchParams({ _only_here: document.hidden ? "hidden" : "1" });

  const save = async () => {
    // Chinese is typed through an input method: half a word is no text.
    if (composing || leaving || busy) return;
    const body = typed();
    const text = body.toString();
    const changed = isNew(text);
    busy = true;
    try {
      if (changed) state.textContent = autosave.dataset.saving;
      const answer = await post(changed ? body : here());
      others.textContent = answer.others;
      // A text that is being sent meanwhile is newer, and has been stored.
      if (!changed || leaving) return;
      sent = text;
      state.textContent = answer.kept;
      version = answer.version;
      localStorage.removeItem(local);
    } catch (error) {
      if (!changed || leaving) return;
      state.textContent = autosave.dataset[error.message] ?? autosave.dataset.failed;
      // What is too long is not sent again until it is another text.
      if (error.message === "long") sent = text;
      else store(text);
    } finally {
      busy = false;
    }
  };

  form.addEventListener("compositionstart", () => { composing = true; });
  form.addEventListener("compositionend", () => { composing = false; });
  // Whether the desk takes what is sent is not known here: a login may have ended, or the connection.
  form.addEventListener("submit", (event) => {
    const text = typed().toString();
    if (text.length > autosave.dataset.limit) {
      event.preventDefault();
      state.textContent = autosave.dataset.tooLong;
      return;
    }
    leaving = !event.submitter?.hasAttribute("formtarget");
    // The window of a form that another one opened closes without a word of what was saved.
    if (leaving && isNew(text) && !form.elements._popup) store(text);
  });
  // Whoever comes back with the browser's own button finds the page as it was left, and types on.
  addEventListener("pageshow", () => { leaving = false; });

  // The address names the form that was just saved.
  const saved = location.hash.match(/^#saved-(\w+)$/)?.[1];
  if (saved) {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(person) && key.endsWith(`:${saved}`)) localStorage.removeItem(key);
    }
    history.replaceState(null, "", location.pathname + location.search);
  }

  // What was sent and not saved, or what a lost connection left in this browser, goes to the server
  // first; but not from a form that shows what is wrong with what was just sent.
  const isRefused = form.querySelector(".errorlist") !== null;
  const left = isRefused ? [] : Object.keys(localStorage).filter((key) => key.startsWith(own));
  const send = async (key) => {
    await post(new URLSearchParams(localStorage.getItem(key)));
    localStorage.removeItem(key);
  };
  if (left.length) Promise.all(left.map(send)).then(() => location.reload(), () => {});

  // Whatever the editors do to their texts while they start is no typing: what counts as new is
  // measured from the moment at which someone first turns to the form.
  const start = () => { sent ??= typed().toString(); };
  for (const name of ["focusin", "pointerdown", "input"]) {
    form.addEventListener(name, start, { capture: true, once: true });
  }
  save();
  setInterval(save, every);
  // A tab that is closed: what was typed since the last time still arrives, and that nobody is here.
  addEventListener("pagehide", () => {
    if (leaving) return;
    const body = typed();
    const last = isNew(body.toString()) ? body : here();
    last.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    last.set("_gone", "1");
    navigator.sendBeacon(autosave.dataset.url, last);
  });
})();
