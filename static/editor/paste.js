/* Pasting: what other programs put on the clipboard is read, and what is lost of it is named. */
import { crel, Extension, gettext, Plugin } from "django-prose-editor/editor"
import { readPasted } from "editor/paste-html"

const LEFT_OUT = {
  pictures: gettext("pictures"),
  media: gettext("embedded media"),
  formulas: gettext("formulas"),
  fields: gettext("form fields"),
  rules: gettext("rules"),
  comments: gettext("comments"),
  struck: gettext("struck-out or deleted words"),
}
const AS_WORDS = {
  tables: gettext("tables within tables or lists"),
  lists: gettext("lists within tables"),
  code: gettext("code blocks"),
  terms: gettext("lists of terms"),
  links: gettext("links that no reader can follow"),
}

const sentence = (text, names, found) => {
  const named = Object.keys(names).filter((name) => found.has(name)).map((name) => names[name])
  const { lang } = document.documentElement
  const list = new Intl.ListFormat(lang === "en" ? "en-GB" : lang).format(named)
  return named.length ? text.replace("{what}", list) : ""
}

const report = (found) => {
  const sentences = [
    sentence(gettext("Left out: {what}."), LEFT_OUT, found),
    sentence(gettext("Kept as plain words: {what}."), AS_WORDS, found),
    found.has("pictures") ? gettext("Pictures come into a text from the library.") : "",
  ]
  return sentences.filter(Boolean).join(" ").replaceAll("。 ", "。")
}

export const Paste = Extension.create({
  name: "pasting",

  addOptions() {
    return { languages: [] }
  },

  onCreate() {
    this.storage.note = crel("p", { className: "editor-lost" })
    this.storage.note.setAttribute("role", "status")
    this.editor.options.element.append(this.storage.note)
  },

  addProseMirrorPlugins() {
    const { editor, storage } = this
    const forget = () => {
      storage.note.textContent = ""
      return false
    }
    const languages = this.options.languages.map(({ tag }) => tag)
    return [
      new Plugin({
        props: {
          handleDOMEvents: { paste: forget, drop: forget },
          transformPastedHTML(pasted) {
            if (pasted.includes("data-pm-slice")) return pasted // from another text of the desk
            const { html, found } = readPasted(pasted, editor.view.dom.lang, languages)
            storage.note.textContent = report(found)
            return html
          },
        },
      }),
    ]
  },
})
