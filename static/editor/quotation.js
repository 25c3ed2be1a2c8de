/* A quotation with its speaker: <blockquote data-speaker data-role data-translated-from>. */
import { crel, gettext, mergeAttributes, Node } from "django-prose-editor/editor"
import { button, field, openDialog } from "editor/dialog"

const attribute = (name) => ({
  default: "",
  parseHTML: (element) => element.getAttribute(name) || "",
  renderHTML: () => ({}),
})

const ask = (current, languages, inside) =>
  openDialog({
    title: gettext("Quotation"),
    build: (close) => [
      field(gettext("Speaker"), "input", {
        name: "speaker",
        value: current.speaker,
        maxLength: 200,
        autocomplete: "off",
      }),
      field(gettext("Role of the speaker"), "input", {
        name: "role",
        value: current.role,
        maxLength: 300,
        autocomplete: "off",
      }),
      field(gettext("Translated from"), "select", { name: "translatedFrom" }, [
        crel("option", { value: "", textContent: gettext("not translated: the speaker’s own words") }),
        ...languages.map(({ tag, name }) =>
          crel("option", {
            value: tag,
            lang: tag,
            textContent: name,
            selected: tag.toLowerCase() === current.translatedFrom.toLowerCase(),
          }),
        ),
      ]),
      ...(inside
        ? [button(gettext("Make it plain text again"), () => close({ remove: true }))]
        : []),
    ],
    submitText: gettext("Apply"),
    submit: ({ elements: { speaker, role, translatedFrom } }) => ({
      speaker: speaker.value.trim(),
      role: role.value.trim(),
      translatedFrom: translatedFrom.value,
    }),
  })

export const Quotation = Node.create({
  name: "quotation",
  group: "block",
  content: "paragraph+",
  defining: true,

  addOptions() {
    return { languages: [] }
  },

  addAttributes() {
    return {
      speaker: attribute("data-speaker"),
      role: attribute("data-role"),
      translatedFrom: attribute("data-translated-from"),
    }
  },

  parseHTML() {
    return [{ tag: "blockquote" }]
  },

  renderHTML({ node, HTMLAttributes }) {
    const { speaker, role, translatedFrom } = node.attrs
    const data = {
      "data-speaker": speaker || null,
      "data-role": role || null,
      "data-translated-from": translatedFrom || null,
    }
    return ["blockquote", mergeAttributes(HTMLAttributes, data), 0]
  },

  addNodeView() {
    const { languages } = this.options
    return ({ node, editor, getPos }) => {
      const words = crel("blockquote")
      const source = crel("span")
      const edit = button(gettext("Edit speaker"), () => {
        editor.chain().focus(getPos() + 2).editQuotation().run()
      })
      const caption = crel("figcaption", {}, [source, edit])
      caption.contentEditable = "false"
      const show = ({ speaker, role, translatedFrom }) => {
        const from = languages.find(({ tag }) => tag.toLowerCase() === translatedFrom.toLowerCase())
        const parts = [speaker, role, from && gettext("Translated from: {language}").replace("{language}", from.name)]
        source.textContent =
          parts.filter(Boolean).join(" · ") || gettext("No speaker is named.")
      }
      show(node.attrs)
      return {
        dom: crel("figure", { className: "editor-quotation" }, [words, caption]),
        contentDOM: words,
        ignoreMutation: (mutation) => caption.contains(mutation.target),
        stopEvent: (event) => caption.contains(event.target),
        update: (updated) => {
          if (updated.type !== node.type) return false
          show(updated.attrs)
          return true
        },
      }
    }
  },

  addCommands() {
    return {
      editQuotation:
        () =>
        ({ editor, dispatch }) => {
          const inside = editor.isActive(this.name)
          const allowed = inside || editor.can().wrapIn(this.name)
          if (!dispatch || !allowed) return allowed
          const own = editor.view.dom.lang
          const others = this.options.languages.filter(({ tag }) => tag !== own)
          ask({ speaker: "", role: "", translatedFrom: "", ...editor.getAttributes(this.name) }, others, inside).then(
            (answer) => {
              const chain = editor.chain().focus()
              if (answer?.remove) chain.lift(this.name)
              else if (answer && inside) chain.updateAttributes(this.name, answer)
              else if (answer) chain.wrapIn(this.name, answer)
              chain.run()
            },
          )
          return true
        },
    }
  },

  addKeyboardShortcuts() {
    return { "Mod-Shift-b": ({ editor }) => editor.commands.editQuotation() }
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "quotation",
      groups: "insert",
      button: buttons.material("format_quote", gettext("Quotation")),
      active: (editor) => editor.isActive("quotation"),
      enabled: (editor) => editor.isActive("quotation") || editor.can().wrapIn("quotation"),
      command: (editor) => editor.commands.editQuotation(),
    })
  },
})
