/* Words in another language, for fonts, hyphens and voices: <span lang="zh-Hans">. */
import { gettext, Mark } from "django-prose-editor/editor"

export const Language = Mark.create({
  name: "language",

  addOptions() {
    return { languages: [] }
  },

  addAttributes() {
    return { lang: { default: null } }
  },

  parseHTML() {
    return [{ tag: "span[lang]" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["span", HTMLAttributes, 0]
  },

  addMenuItems({ buttons, menu }) {
    const title = gettext("Words in the other language")
    menu.defineItem({
      name: "language",
      groups: "marks",
      button: buttons.material("translate", title),
      active: (editor) => editor.isActive("language"),
      enabled: (editor) => !editor.state.selection.empty || editor.isActive("language"),
      command: (editor) => {
        const own = editor.view.dom.lang
        const other = this.options.languages.find(({ tag }) => tag !== own)
        editor.chain().focus().toggleMark("language", { lang: other.tag }).run()
      },
    })
  },
})
