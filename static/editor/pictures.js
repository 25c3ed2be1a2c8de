/* The dialogs for pictures: one of the library is chosen, or a new one is described. */
import { crel, gettext } from "django-prose-editor/editor"
import { button, complain, field, openDialog } from "editor/dialog"

const unreachable = () => gettext("The library cannot be reached.")

export const load = async (url, parameters) => {
  const response = await fetch(`${url}?${new URLSearchParams(parameters)}`)
  if (!response.ok) throw new Error(`${response.status} ${url}`)
  return response.json()
}

export const thumbnail = ({ thumbnail, width, height }) =>
  crel("img", { src: thumbnail, width, height, alt: "", loading: "lazy" })

/** Resolves to a picture of the library, to a file of this computer as `file`, or to null. */
export const choosePicture = ({ url }) =>
  openDialog({
    title: gettext("Picture of the library"),
    build: (close) => {
      const status = crel("p", { role: "status" })
      const list = crel("ul", { className: "editor-pictures" })
      const more = button(gettext("More pictures"), () => show(page + 1))
      const search = field(gettext("Search the pictures"), "input", { type: "search", name: "q" })
      const file = crel("input", { type: "file", accept: "image/*" })
      file.addEventListener("change", () => file.files.length && close({ file: file.files[0] }))
      const add = button(gettext("Add a picture from this computer"), () => file.click())
      add.hidden = true
      const input = search.querySelector("input")
      let page = 0
      const show = async (wanted) => {
        const asked = input.value
        const found = await load(url, { q: asked, page: wanted }).catch(() => null)
        if (asked !== input.value) return // a later answer is on its way
        page = wanted
        if (page === 1) list.replaceChildren()
        for (const picture of found?.pictures ?? []) {
          const choice = button("", () => close(picture))
          choice.append(thumbnail(picture), crel("span", { textContent: picture.name }))
          list.append(crel("li", {}, [choice]))
        }
        more.hidden = !found?.more
        add.hidden = !found?.may_add
        if (!found) status.textContent = unreachable()
        else status.textContent = list.children.length ? "" : gettext("No picture found.")
      }
      input.addEventListener("input", () => show(1))
      input.addEventListener("keydown", (event) => {
        if (event.key === "Enter") event.preventDefault()
      })
      show(1)
      return [search, status, list, more, add]
    },
  })

/** Shows a file without an address, which the policy of the desk would forbid. */
const preview = (file) => {
  const canvas = crel("canvas", { role: "img", ariaLabel: file.name, width: 0, height: 0 })
  createImageBitmap(file, { resizeHeight: 240, resizeQuality: "medium" }).then((bitmap) => {
    Object.assign(canvas, { width: bitmap.width, height: bitmap.height })
    canvas.getContext("2d").drawImage(bitmap, 0, 0)
  }, () => {})
  return canvas
}

const send = async (addUrl, token, data) => {
  const headers = { Accept: "application/json", "X-CSRFToken": token }
  const response = await fetch(addUrl, { method: "POST", headers, body: data }).catch(() => null)
  if (response?.status === 403) return { refused: gettext("You may not add pictures to the library.") }
  return response?.json().catch(() => null) ?? null
}

/**
 * Asks for the words of a file, and puts it into the library by the form there, with its checks.
 * Resolves to the new picture, or to null.
 */
export const describePicture = ({ addUrl, words }, file, token) => {
  const status = crel("p", { role: "status" })
  let kept = ""
  const add = async (data) => {
    data.append("focus", "0.5x0.5")
    if (kept) data.append("file_kept", kept)
    else data.append("file", file)
    const answer = await send(addUrl, token, data)
    kept = answer?.file_kept || kept
    const wrong = answer?.errors?.file?.join(" ")
    status.textContent = (answer ? wrong || answer.refused : unreachable()) || ""
    return answer
  }
  return openDialog({
    title: gettext("Add a picture to the library"),
    build: () => {
      // Without words nothing is added: the file is checked while they are written.
      add(new FormData())
      const fields = words.map(({ name, tag, label }) => {
        const box = field(label, "input", { name, lang: tag, maxLength: 300, autocomplete: "off" })
        box.querySelector("label").lang = tag
        return box
      })
      const decorative = field(
        gettext("Decorative: it tells nothing that the text does not say"),
        "input",
        { type: "checkbox", name: "decorative" },
      )
      return [preview(file), crel("p", { textContent: file.name }), status, ...fields, decorative]
    },
    submitText: gettext("Add"),
    submit: async (form) => {
      const answer = await add(new FormData(form))
      if (answer?.key) return answer
      complain(form, answer?.errors ?? {})
      return null
    },
  })
}
