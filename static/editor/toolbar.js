/* The editor as a part of the form: its language and label, and a toolbar that can be used with
   the keyboard and speaks the language of the desk. */
import {
  crel,
  Extension,
  gettext,
  Link as BaseLink,
  ListItem as BaseListItem,
  Plugin,
  Table as BaseTable,
} from "django-prose-editor/editor"
import { completed, isAddress, linkAddresses } from "editor/addresses"
import { button, field, openDialog } from "editor/dialog"
import { leftOut } from "editor/left-out"

// The editor names its own buttons in English only.
const TITLES = {
  paragraph: gettext("Paragraph"),
  heading2: gettext("Heading"),
  heading3: gettext("Subheading"),
  bulletList: gettext("List (Tab: one level in, Shift+Tab: one level out)"),
  orderedList: gettext("Numbered list (Tab: one level in, Shift+Tab: one level out)"),
  bold: gettext("Bold"),
  italic: gettext("Emphasis"),
  subscript: gettext("Subscript"),
  superscript: gettext("Superscript"),
  link: gettext("Link"),
  unlink: gettext("Remove link"),
  table: gettext("Table"),
  "table:addColumnAfter": gettext("Add column"),
  "table:deleteColumn": gettext("Delete column"),
  "table:addRowAfter": gettext("Add row (Alt+Enter)"),
  "table:deleteRow": gettext("Delete row"),
  "table:mergeCells": gettext("Merge cells"),
  "table:splitCell": gettext("Split cell"),
  "table:toggleHeaderCell": gettext("Heading of a column or row"),
  "table:deleteTable": gettext("Delete table"),
  "history:undo": gettext("Undo"),
  "history:redo": gettext("Redo"),
}

// There, Esc leads out of it.
const isFullScreen = (element) => element.closest(".full")

/** The names of the nodes around a position, by depth. */
const ancestors = ($pos) => Array.from({ length: $pos.depth + 1 }, (_, depth) => $pos.node(depth).type.name)

const shown = (toolbar) =>
  [...toolbar.querySelectorAll("button")].filter((each) => each.getClientRects().length)

/** One stop for the Tab key; arrows, Home and End move among the buttons, Esc leads back. */
const makeToolbar = (toolbar, label, leave) => {
  toolbar.setAttribute("role", "toolbar")
  toolbar.setAttribute("aria-label", label)
  const all = [...toolbar.querySelectorAll("button")]
  for (const each of all) {
    const title = TITLES[each.dataset.name] ?? each.title
    each.title = title
    each.setAttribute("aria-label", title)
    each.tabIndex = -1
  }
  all[0].tabIndex = 0
  toolbar.addEventListener("focusin", ({ target }) => {
    for (const each of all) each.tabIndex = each === target ? 0 : -1
  })
  toolbar.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !isFullScreen(toolbar)) leave()
    const buttons = shown(toolbar)
    const at = buttons.indexOf(event.target)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    buttons.at(to % buttons.length).focus()
  })
}

export const Toolbar = Extension.create({
  name: "toolbar",
  priority: 50, // its onCreate comes after that of the menu

  addProseMirrorPlugins() {
    const textarea = this.editor.options.element.querySelector("textarea")
    const label = textarea.labels[0]
    label?.addEventListener("click", () => this.editor.commands.focus())
    const attributes = {
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": label?.textContent.trim() ?? "",
    }
    if (textarea.lang) attributes.lang = textarea.lang
    const description = textarea.getAttribute("aria-describedby")
    if (description) attributes["aria-describedby"] = description
    return [new Plugin({ props: { attributes } })]
  },

  onCreate() {
    const { element } = this.editor.options
    const label = element.querySelector("textarea").labels[0]?.textContent.trim()
    const show = () => {
      const toolbar = element.querySelector(".prose-menubar")
      const pressed = toolbar?.querySelectorAll("button") ?? []
      for (const each of pressed) each.ariaPressed = each.classList.contains("active")
    }
    const leave = () => this.editor.commands.focus()
    makeToolbar(element.querySelector(".prose-menubar"), `${gettext("Format")}: ${label}`, leave)
    leftOut(this.editor, [])
    this.editor.on("transaction", show)
    show()
  },

  addKeyboardShortcuts() {
    const { editor } = this
    const enter = () => {
      const buttons = shown(editor.options.element.querySelector(".prose-menubar"))
      ;(buttons.find((each) => each.tabIndex === 0) ?? buttons[0]).focus()
      return true
    }
    return { "Alt-F10": enter, Escape: () => !isFullScreen(editor.view.dom) && enter() }
  },
})

/** A table of 3 × 3 with a heading row: rows and columns are easier added than foreseen. */
export const Table = BaseTable.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      insertTableWithOptions:
        () =>
        ({ commands }) =>
          commands.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
    }
  },

  addKeyboardShortcuts() {
    // Tab leaves a table as it leaves any text; arrows lead from cell to cell.
    const { Tab: _tab, "Shift-Tab": _back, ...others } = this.parent()
    return {
      ...others,
      "Alt-Enter": ({ editor }) => {
        const { $to } = editor.state.selection
        const depth = ancestors($to).indexOf("tableRow")
        if (depth < 0) return false
        // Into the first cell of the new row, and its paragraph.
        return editor.chain().addRowAfter().setTextSelection($to.after(depth) + 3).run()
      },
    }
  },
})

/** Tab and Shift+Tab move an item as far as there is a level for it; else they leave the text. */
export const ListItem = BaseListItem.extend({
  addKeyboardShortcuts() {
    const { "Shift-Tab": out, ...others } = this.parent()
    const levels = ({ $from }) => ancestors($from).filter((each) => each === this.name).length
    return { ...others, "Shift-Tab": (given) => levels(given.editor.state.selection) > 1 && out(given) }
  },
})

/** A search over the pages of this site in the language of the text; `take` gets an address. */
const sitePages = (url, language, take) => {
  const status = crel("p", { role: "status" })
  const list = crel("ul", { className: "editor-pages" })
  const search = field(gettext("Search the pages of this site"), "input", { type: "search" })
  const input = search.querySelector("input")
  const show = async () => {
    const asked = input.value
    const response = await fetch(`${url}?${new URLSearchParams({ q: asked, language })}`).catch(() => null)
    if (asked !== input.value) return // a later answer is on its way
    const pages = response?.ok ? (await response.json()).pages : []
    const choices = pages.map((page) => {
      const choice = button(page.title, () => take(page.url))
      choice.lang = page.tag
      return crel("li", {}, [choice])
    })
    list.replaceChildren(...choices)
    status.textContent = pages.length ? "" : gettext("No page found.")
  }
  input.addEventListener("input", (event) => {
    if (!event.isComposing) show()
  })
  input.addEventListener("compositionend", show)
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault()
  })
  show()
  return [search, status, list]
}

// The browser would say it in its own language.
const WRONG_ADDRESS = gettext(
  "Type an address such as https://www.c40.org, an e-mail address or a path such as /en/cities/.",
)

/** A link is its address and no more: typed, or that of a page of this site. */
export const Link = BaseLink.extend({
  addOptions() {
    return { ...this.parent?.(), autolink: false, linkOnPaste: false, pagesUrl: "" }
  },

  addPasteRules() {
    return [] // they would take Chinese marks and words into the address
  },

  addProseMirrorPlugins() {
    return [...this.parent(), linkAddresses(this.editor, this.type)]
  },

  addCommands() {
    return {
      ...this.parent?.(),
      addLink:
        () =>
        ({ editor, dispatch }) => {
          const inside = editor.isActive("link")
          if (editor.state.selection.empty && !inside) return false
          if (!dispatch) return true
          const { href = "" } = editor.getAttributes("link")
          const address = field(gettext("Address: https://…, mailto:… or a path on this site such as /en/cities/"), "input", {
            name: "href",
            value: href,
            autocomplete: "off",
          })
          const input = address.querySelector("input")
          const check = () => input.setCustomValidity(isAddress(completed(input.value)) ? "" : WRONG_ADDRESS)
          input.ariaRequired = "true"
          input.addEventListener("input", check)
          check()
          const { lang } = editor.options.element.querySelector("textarea")
          openDialog({
            title: gettext("Link"),
            build: (close) => [address, ...sitePages(this.options.pagesUrl, lang, close)],
            submitText: gettext("Apply"),
            submit: ({ elements }) => completed(elements.href.value),
          }).then((chosen) => {
            if (!chosen) return
            editor.chain().focus().extendMarkRange("link").setLink({ href: chosen }).run()
          })
          return true
        },
    }
  },
})
