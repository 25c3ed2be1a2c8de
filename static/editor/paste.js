/* Pasting: what other programs put on the clipboard is read, and what is lost of it is named. */
import { Extension, gettext, Plugin } from "django-prose-editor/editor"
import { leftOut } from "editor/left-out"
import { readPasted } from "editor/paste-html"

// What is not taken into a text, and what keeps its words alone.
const LOST = {
  pictures: gettext("pictures (each can be copied and pasted by itself)"),
  media: gettext("embedded media"),
  formulas: gettext("formulas"),
  fields: gettext("form fields"),
  rules: gettext("rules"),
  comments: gettext("comments"),
  struck: gettext("struck-out or deleted words"),
  tables: gettext("the lines of tables within tables or lists"),
  lists: gettext("the marks of lists within tables"),
  code: gettext("the shape of code blocks"),
  terms: gettext("the shape of lists of terms"),
  links: gettext("links that no reader can follow"),
}

export const Paste = Extension.create({
  name: "pasting",

  addOptions() {
    return { languages: [] }
  },

  addProseMirrorPlugins() {
    const { editor } = this
    const languages = this.options.languages.map(({ tag }) => tag)
    return [
      new Plugin({
        props: {
          transformPastedHTML(pasted) {
            if (pasted.includes("data-pm-slice")) return pasted // from another text of the desk
            const { html, found } = readPasted(pasted, editor.view.dom.lang, languages)
            leftOut(editor, Object.keys(LOST).filter((name) => found.has(name)).map((name) => LOST[name]))
            return html
          },
        },
      }),
    ]
  },
})
