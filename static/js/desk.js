// Eases the work at the desk: languages to see, counts, full screen, keys. All works without it.
const root = document.documentElement
root.classList.add("scripted")
const words = document.getElementById("desk-words")?.dataset ?? {}
const form = document.querySelector(".change-form #content-main form")

// --- Which languages are in sight; remembered for all forms --------------------------------------
const buttons = [...document.querySelectorAll(".switch button")]
const show = (languages) => {
  root.dataset.languages = languages
  root.classList.toggle("both", languages === "both")
  for (const each of buttons) each.ariaPressed = each.value === languages
}
if (buttons.length) {
  const kept = localStorage.getItem("desk.languages")
  show(buttons.some((each) => each.value === kept) ? kept : "both")
  for (const each of buttons) {
    each.addEventListener("click", () => {
      localStorage.setItem("desk.languages", each.value)
      show(each.value)
    })
  }
}

// --- A fault of the form or a point of the checklist leads to its field ---------------------------
const goTo = (link) => {
  const id = link.hash.slice(1)
  const field = document.getElementById(id) ?? document.getElementById(`${id}_0`)
  const target = field?.closest(".prose-editor")?.querySelector(".ProseMirror") ??
    (field?.tabIndex < 0 ? field.querySelector("input:not([type=hidden]), select, textarea") : field)
  // It may be in the language that is out of sight.
  if (target && !target.offsetParent) show("both")
  target?.focus()
  return target
}
for (const link of document.querySelectorAll(".form-faults a, .desk-checklist a")) {
  link.addEventListener("click", (event) => {
    if (goTo(link)) event.preventDefault()
  })
}
const fault = document.querySelector(".form-faults a")
if (fault) goTo(fault)

// --- Long texts: how many words and Han characters, and a whole screen to write in ----------------
const HAN = /\p{Script=Han}/gu
const count = (text, inHan) => {
  const han = text.match(HAN)?.length ?? 0
  const others = text.replace(HAN, " ").match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0
  const parts = []
  if (others || !(han || inHan)) parts.push(words.words.replace("{n}", others))
  // An empty Chinese text has no characters, not no words.
  if (han || (inHan && !others)) parts.push(words.characters.replace("{n}", han))
  return parts.join(" · ")
}

const addCount = (area, read, listen) => {
  const [label, inHan] = [area.labels[0], area.closest("[lang]")?.lang.startsWith("zh") ?? false]
  const output = document.createElement("span")
  output.className = "count"
  label.after(output)
  const update = (event) => {
    if (!event?.isComposing) output.textContent = count(read(), inHan)
  }
  listen(update)
  update()
}

const isEditor = (area) => area.getAttributeNames().some((each) => each.startsWith("data-django-prose-editor"))
for (const area of form?.querySelectorAll(".fieldBox textarea[lang]") ?? []) {
  if (isEditor(area) || !area.labels[0]) continue
  addCount(area, () => area.value, (update) => area.addEventListener("input", update))
}

// What a language still lacks, while it is being filled in.
for (const column of document.querySelectorAll("[data-missing]")) {
  const [missing, complete] = column.children
  form?.addEventListener("input", () => requestAnimationFrame(() => {
    const left = column.dataset.missing.split(" ").filter((name) => /^(<p><\/p>|\s)*$/.test(form.elements[name]?.value ?? "")).length
    missing.textContent = missing.textContent.replace(/\d+/, left)
    missing.hidden = !left
    if (complete) complete.hidden = left > 0
    column.classList.toggle("lacks", left > 0)
  }))
}

// Without the editor's own buttons, and what stands below quotations and pictures.
const written = (text) => {
  const copy = text.cloneNode(true)
  for (const each of copy.querySelectorAll("button, figcaption")) each.remove()
  return [...copy.children].map((each) => each.textContent).join(" ")
}

const fullScreen = (row, bar) => {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "prose-full"
  button.textContent = words.full
  const turn = (full) => {
    row.classList.toggle("full", full)
    for (const each of row.querySelectorAll(".prose-full")) each.textContent = full ? words.leave : words.full
  }
  button.addEventListener("click", () => turn(!row.classList.contains("full")))
  row.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || !row.classList.contains("full")) return
    turn(false)
    event.target.scrollIntoView({ block: "nearest" })
  })
  bar.append(button)
}
const dressText = (editor) => {
  editor.classList.add("dressed")
  // It comes later than the page; meanwhile somebody may have begun elsewhere.
  if (fault && fault.hash.slice(1) === editor.querySelector("textarea").id && document.activeElement === document.body) goTo(fault)
  const text = editor.querySelector(".ProseMirror")
  fullScreen(editor.closest(".form-row"), editor.querySelector(".prose-menubar"))
  addCount(editor.querySelector("textarea"), () => written(text), (update) => {
    new MutationObserver(() => update()).observe(text, { childList: true, characterData: true, subtree: true })
  })
}
const dress = () => {
  for (const pair of form.querySelectorAll(".form-multiline:has(.prose-editor)")) pair.classList.add("pair-of-texts")
  for (const each of form.querySelectorAll(".prose-editor:has(.prose-menubar button):not(.dressed)")) dressText(each)
}
if (form) {
  dress()
  // The editors come later, as modules.
  new MutationObserver(dress).observe(form, { childList: true, subtree: true })
}

// --- Preview: next to the form where there is room for both, else in a tab of its own -------------
const pane = document.getElementById("desk-preview-pane")?.content.firstElementChild
const openPreview = (button) => {
  const menu = button.closest(":popover-open")
  menu?.hidePopover()
  if (!pane || !matchMedia("(min-width: 72rem)").matches) return
  if (!pane.isConnected) {
    document.body.append(pane)
    root.classList.add("previewing")
    pane.querySelector("button").addEventListener("click", () => {
      pane.remove()
      root.classList.remove("previewing")
      show(localStorage.getItem("desk.languages") ?? "both")
      const opener = menu ? form.querySelector(`[popovertarget=${menu.id}]`) : button
      opener.focus()
    }, { once: true })
  }
  // One language beside its page: two columns and a page would all be too narrow.
  show(button.value)
}
for (const button of form?.querySelectorAll("[name=_preview]") ?? []) {
  button.addEventListener("click", () => openPreview(button))
}

// --- The buttons that publish say what they will do at the time in the form (Beijing, UTC+8) -------
const publish = form?.querySelectorAll("[name=_publish]") ?? []
const times = form?.querySelectorAll("[name=publish_at_0], [name=publish_at_1]") ?? []
if (publish.length && times.length === 2) {
  const name = () => {
    const [day, time] = [...times].map((each) => each.value.normalize("NFKC"))
    const [, year, month, date] = day.match(/(\d{4})\D*(\d\d?)\D*(\d\d?)/) ?? []
    const start = year ? Date.UTC(year, month - 1, date) : Date.parse(`${day} UTC`)
    const [, hour, minute = 0] = time.match(/(\d\d?)\D*(\d\d?)?/) ?? []
    const half = /下午|p/i.test(time) && hour < 12 ? 12 : 0
    const isLater = start + Date.UTC(1970, 0, 1, +hour + half - 8, minute) > Date.now()
    for (const each of publish) each.textContent = isLater ? each.dataset.later : each.dataset.now
  }
  // Django's calendar fills the fields without an event of its own.
  for (const event of ["input", "click", "focusin"]) document.addEventListener(event, name)
}

// --- Keys -----------------------------------------------------------------------------------------
const slash = document.getElementById("slash-key")
if (slash) {
  slash.checked = localStorage.getItem("desk.slash") !== "off"
  slash.addEventListener("change", () => localStorage.setItem("desk.slash", slash.checked ? "on" : "off"))
}

const press = (selector) => {
  const button = document.querySelector(selector)
  button?.click()
  return button
}

const otherLanguage = () => {
  const box = document.activeElement.closest("[class*='field-'][class*='_en'], [class*='field-'][class*='_zh_hans']")
  const name = box?.className.match(/field-(\S+?)_(en|zh_hans)(?=\s|$)/)
  if (!name) return null
  const other = `.field-${name[1]}_${name[2] === "en" ? "zh_hans" : "en"}`
  const row = box.closest(".form-row, tr")
  const target = row.querySelector(`:scope ${other} :is(.ProseMirror, input:not([type=hidden]), textarea)`)
  target?.focus()
  return target
}

let point = -1
const nextPoint = () => {
  const links = [...document.querySelectorAll(".desk-checklist a")]
  const link = links[(point = (point + 1) % Math.max(links.length, 1))]
  link?.click()
  return link
}

const SHORTCUTS = {
  s: () => press(".submit-row [name=_continue]") ?? press(".submit-row [name=_save]"),
  ".": otherLanguage,
  ";": nextPoint,
}
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return
  const typing = event.target.closest?.("input, textarea, select, [contenteditable=true]")
  if (event.key === "/" && !typing && slash?.checked && !event.ctrlKey && !event.metaKey) {
    event.preventDefault()
    document.getElementById("desk-search")?.focus()
  } else if (form && (event.ctrlKey || event.metaKey) && SHORTCUTS[event.key]?.()) {
    event.preventDefault()
  }
})

// --- "Still right" and "Leave it as it is": said without leaving the form --------------------------
const marks = document.getElementById("desk-languages")
for (const button of document.querySelectorAll("button[form=desk-languages][name=right]")) {
  button.addEventListener("click", async (event) => {
    event.preventDefault()
    const headers = { Accept: "application/json" }
    const body = new FormData(marks, button)
    const answer = await fetch(marks.action, { method: "POST", headers, body }).catch(() => null)
    if (!answer?.headers.get("Content-Type")?.startsWith("application/json")) {
      marks.requestSubmit(button)
      return
    }
    const mark = button.closest(".language-mark")
    mark.setAttribute("role", "status")
    mark.textContent = (await answer.json()).said
    if (answer.ok) mark.className = "language-mark language-mark-in_step"
  })
}
