/* A picture of the library: <figure data-image="12"></figure>. Its words belong to the library. */
import { crel, gettext, Node } from "django-prose-editor/editor"
import { button, field, openDialog } from "editor/dialog"

const load = async (url, parameters) => {
  const response = await fetch(`${url}?${new URLSearchParams(parameters)}`)
  if (!response.ok) throw new Error(`${response.status} ${url}`)
  return response.json()
}

const thumbnail = ({ thumbnail, width, height }) =>
  crel("img", { src: thumbnail, width, height, alt: "", loading: "lazy" })

const choose = (url, addUrl) =>
  openDialog({
    title: gettext("Picture of the library"),
    build: (close) => {
      const status = crel("p", { role: "status" })
      const list = crel("ul", { className: "editor-pictures" })
      const more = button(gettext("More pictures"), () => show(page + 1))
      const search = field(gettext("Search the pictures"), "input", { type: "search", name: "q" })
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
        if (!found) status.textContent = gettext("The library cannot be reached.")
        else status.textContent = list.children.length ? "" : gettext("No picture found.")
      }
      input.addEventListener("input", () => show(1))
      input.addEventListener("keydown", (event) => {
        if (event.key === "Enter") event.preventDefault()
      })
      show(1)
      const add = crel("a", {
        href: addUrl,
        target: "_blank",
        textContent: gettext("Add a picture to the library"),
      })
      const again = button(gettext("Load the list again"), () => show(1))
      return [search, status, list, more, crel("p", {}, [add, " ", again])]
    },
  })

export const LibraryFigure = Node.create({
  name: "libraryFigure",
  group: "block",
  atom: true,
  draggable: true,

  addOptions() {
    return { url: "", addUrl: "" }
  },

  addAttributes() {
    return {
      image: {
        default: null,
        parseHTML: (element) => element.dataset.image,
        renderHTML: ({ image }) => ({ "data-image": image }),
      },
    }
  },

  parseHTML() {
    return [{ tag: "figure[data-image]" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes]
  },

  addNodeView() {
    return ({ node, editor, getPos }) => {
      const caption = crel("figcaption")
      const change = button(gettext("Choose another picture"), () => {
        editor.chain().focus().setNodeSelection(getPos()).chooseFigure().run()
      })
      const dom = crel("figure", { className: "editor-figure" }, [caption, change])
      dom.contentEditable = "false"
      load(this.options.url, { key: node.attrs.image })
        .then(({ pictures: [picture] }) => {
          if (picture) dom.prepend(thumbnail(picture))
          caption.textContent = picture?.name ?? gettext("This picture is no longer in the library.")
        })
        .catch(() => {
          caption.textContent = gettext("The library cannot be reached.")
        })
      return { dom, stopEvent: (event) => change.contains(event.target) }
    }
  },

  addCommands() {
    return {
      chooseFigure:
        () =>
        ({ editor, dispatch }) => {
          if (!dispatch) return true
          const selected = editor.isActive(this.name)
          choose(this.options.url, this.options.addUrl).then((picture) => {
            const chain = editor.chain().focus()
            const attrs = { image: String(picture?.key) }
            if (picture && selected) chain.updateAttributes(this.name, attrs)
            else if (picture) chain.insertContent({ type: this.name, attrs })
            chain.run()
          })
          return true
        },
    }
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "libraryFigure",
      groups: "insert",
      button: buttons.material("image", gettext("Picture of the library")),
      active: (editor) => editor.isActive("libraryFigure"),
      command: (editor) => editor.commands.chooseFigure(),
    })
  },
})
