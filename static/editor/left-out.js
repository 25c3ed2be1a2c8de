/* What could not be taken into a text is named below its editor, until something else comes in. */
import { crel, gettext } from "django-prose-editor/editor"

const left = new WeakMap()

export const leftOut = (editor, names) => {
  const { element } = editor.options
  if (!left.has(element)) {
    left.set(element, [])
    element.append(crel("p", { className: "left-out", role: "status" }))
    const forget = () => {
      left.set(element, [])
      leftOut(editor, [])
    }
    for (const event of ["paste", "drop"]) element.addEventListener(event, forget, { capture: true })
  }
  const all = left.get(element)
  all.push(...names)
  const { lang } = document.documentElement
  const list = new Intl.ListFormat(lang === "en" ? "en-GB" : lang).format(all)
  element.querySelector(".left-out").textContent =
    list && gettext("Left out: {names}").replace("{names}", () => list)
}
