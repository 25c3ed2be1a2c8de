/* A modal dialog of the editor. It hangs on the body: inside the editor it would stand in the
   form of the admin, and a form within a form is not allowed. */
import { crel, gettext } from "django-prose-editor/editor"

let count = 0

/** A labelled control; `tag` is input or select, `children` are the options of a select. */
export const field = (label, tag, attributes, children = []) => {
  const id = `editor-dialog-${++count}`
  return crel("div", { className: "prose-editor-dialog-field" }, [
    crel("label", { htmlFor: id, textContent: label }),
    crel(tag, { id, ...attributes }, children),
  ])
}

export const button = (textContent, onclick) =>
  crel("button", { type: "button", textContent, onclick })

/** Says below each control of a form what is wrong with it, and leads to the first of them. */
export const complain = (form, errors) => {
  for (const note of form.querySelectorAll(".dialog-error")) note.remove()
  const wrong = []
  for (const control of form.elements) {
    const id = `${control.id}-error`
    const sentences = errors[control.name]
    control.toggleAttribute("aria-invalid", Boolean(sentences))
    control.removeAttribute("aria-describedby")
    if (!sentences) continue
    wrong.push(control)
    control.setAttribute("aria-describedby", id)
    control.after(crel("p", { id, className: "dialog-error", textContent: sentences.join(" ") }))
  }
  wrong[0]?.focus()
}

/**
 * Shows `parts` under `title` and resolves to what `close(value)` is called with, or to null.
 * `build` receives `close` and returns the parts; `submit`, if given, returns the value of the
 * form, or null to stay open, and puts a button there under the name `submitText`.
 */
export const openDialog = ({ title, build, submit, submitText }) =>
  new Promise((resolve) => {
    const id = `editor-dialog-${++count}`
    const dialog = crel("dialog", { className: "prose-editor-dialog editor-dialog" })
    dialog.setAttribute("aria-labelledby", id)
    let result = null
    const close = (value) => {
      result = value
      dialog.close()
    }
    const buttons = crel("div", { className: "prose-editor-dialog-buttons" })
    if (submit) buttons.append(crel("button", { type: "submit", textContent: submitText }))
    buttons.append(button(gettext("Cancel"), () => close(null)))
    const form = crel("form", { method: "dialog" }, [
      crel("h3", { id, className: "prose-editor-dialog-title", textContent: title }),
      ...build(close),
      buttons,
    ])
    let busy = false
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      if (busy || !submit) return
      busy = true
      const value = await submit(form)
      busy = false
      if (value !== null && dialog.open) close(value)
    })
    dialog.append(form)
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(result)
    })
    document.body.append(dialog)
    dialog.showModal()
  })
