/* A picture of the library: <figure data-image="12"></figure>. Its words belong to the library.
   One that comes as a file stands in the text, and nowhere else, until its words are there. */
import { crel, gettext, isNodeSelection, Node, Plugin } from "django-prose-editor/editor"
import { button } from "editor/dialog"
import { leftOut } from "editor/left-out"
import { choosePicture, describePicture, load, thumbnail } from "editor/pictures"

const NAME = "libraryFigure"

const isPicture = ({ name, type }) => type.startsWith("image/") || /\.hei[cf]$/i.test(name)

const fileFrom = (address) => {
  const [, type, coded, body] = address.match(/^data:([^;,]*)[^,]*?(;base64)?,(.*)$/s)
  const bytes = coded ? atob(body) : decodeURIComponent(body)
  const name = `image.${type.split("/")[1]}`
  return new File([Uint8Array.from(bytes, (each) => each.charCodeAt(0))], name, { type })
}

const parsedFile = (image) => {
  try {
    return { file: fileFrom(image.getAttribute("src")) }
  } catch {
    return false // broken: no picture, and no text
  }
}

const hasWords = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.trim()

/** Makes an empty paragraph at `pos`, unless there is one, and returns where one writes in it. */
const paragraphAt = (tr, pos) => {
  const next = tr.doc.nodeAt(pos)
  if (!next?.isTextblock || next.content.size) tr.insert(pos, tr.doc.type.schema.nodes.paragraph.create())
  return pos + 1
}

/** Inserts pictures between the blocks of a text; the cursor then stands in a paragraph behind. */
const insertFigures = (editor, pos, all) => {
  const { tr, schema } = editor.state
  const $pos = tr.doc.resolve(pos)
  const isFirst = $pos.depth === 1 && !$pos.parentOffset
  const at = $pos.depth ? $pos[isFirst ? "before" : "after"](1) : pos
  tr.insert(at, all.map((attrs) => schema.nodes[NAME].create(attrs)))
  const behind = at + all.length
  const cursor = isFirst ? behind + 1 : paragraphAt(tr, behind)
  editor.view.dispatch(tr)
  editor.chain().setTextSelection(cursor).focus().scrollIntoView().run()
}

/** Moves the cursor from a selected picture into a paragraph behind it; what is typed goes there. */
const leaveFigure = (editor) => {
  const { selection, tr } = editor.state
  if (!isNodeSelection(selection) || selection.node.type.name !== NAME) return false
  const cursor = paragraphAt(tr, selection.to)
  editor.view.dispatch(tr)
  return editor.commands.setTextSelection(cursor)
}

const takeFiles = (editor, files, pos) => {
  const pictures = files.filter(isPicture)
  leftOut(editor, files.filter((each) => !isPicture(each)).map(({ name }) => name))
  if (pictures.length) insertFigures(editor, pos, pictures.map((file) => ({ file })))
}

const findFile = (doc, file) => {
  let found = null
  doc.descendants((node, pos) => {
    const own = node.attrs.file
    if (!found && own && (!file || own === file)) found = { file: own, node, pos }
  })
  return found
}

/** Asks for the words of each file in the text; what gets none is left out. */
const askForWords = async (editor, options) => {
  const { element } = editor.options
  for (let found; (found = findFile(editor.state.doc)); ) {
    const token = element.closest("form").elements.csrfmiddlewaretoken.value
    const picture = await describePicture(options, found.file, token)
    const { tr } = editor.state
    const { file, node, pos } = findFile(tr.doc, found.file)
    const image = picture ? String(picture.key) : node.attrs.image
    if (!picture) leftOut(editor, [file.name])
    if (image) tr.setNodeMarkup(pos, null, { image })
    else tr.delete(pos, pos + node.nodeSize)
    // Whoever undoes takes the picture out again, and is not asked once more.
    editor.view.dispatch(tr.setMeta("addToHistory", false))
    editor.commands.focus()
  }
}

export const LibraryFigure = Node.create({
  name: NAME,
  group: "block",
  atom: true,
  draggable: true,

  addOptions() {
    return { url: "", addUrl: "", words: [] }
  },

  addAttributes() {
    return {
      image: {
        default: null,
        parseHTML: (element) => element.dataset.image,
        renderHTML: ({ image }) => ({ "data-image": image }),
      },
      file: { default: null, rendered: false },
    }
  },

  parseHTML() {
    return [
      { tag: "figure[data-image]" },
      { tag: 'img[src^="data:image/"]', getAttrs: parsedFile },
    ]
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
      const { file, image } = node.attrs
      if (file) caption.textContent = file.name
      else
        load(this.options.url, { key: image })
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

  addProseMirrorPlugins() {
    const { editor, options } = this
    let isAsking = false
    const ask = async (view, { doc }) => {
      if (isAsking || view.state.doc === doc || !findFile(view.state.doc)) return
      isAsking = true
      await askForWords(editor, options).finally(() => { isAsking = false })
    }
    const leave = (view) => {
      if (view.editable) leaveFigure(editor)
      return false
    }
    const type = (view, text) => {
      if (!view.editable || !leaveFigure(editor)) return false
      view.dispatch(view.state.tr.insertText(text))
      return true
    }
    const take = (event, files, pos) => {
      event.preventDefault()
      takeFiles(editor, files, pos)
      return true
    }
    return [
      new Plugin({
        view: () => ({ update: ask }),
        props: {
          handleTextInput: (view, from, to, text) => type(view, text),
          handleDOMEvents: {
            // What an input method composes or has at hand goes into the page itself.
            keydown: (view, { keyCode }) => keyCode === 229 && leave(view),
            compositionstart: leave,
            beforeinput: (view, event) => {
              const isTyped = event.inputType === "insertText" && type(view, event.data)
              if (isTyped) event.preventDefault()
              return isTyped
            },
            paste: (view, event) => {
              leave(view)
              const files = [...(event.clipboardData?.files ?? [])]
              // Word and Excel add a picture of the text that they copy.
              const isText = !files.length || hasWords(event.clipboardData.getData("text/html"))
              if (isText || !view.editable) return false
              return take(event, files, view.state.selection.to)
            },
            drop: (view, event) => {
              const files = [...(event.dataTransfer?.files ?? [])]
              if (!files.length || view.dragging || !view.editable) return false
              const at = view.posAtCoords({ left: event.clientX, top: event.clientY })
              return take(event, files, at?.pos ?? view.state.doc.content.size)
            },
          },
        },
      }),
    ]
  },

  addCommands() {
    return {
      chooseFigure:
        () =>
        ({ editor, dispatch }) => {
          if (!dispatch) return true
          const selected = editor.isActive(NAME)
          choosePicture(this.options).then((chosen) => {
            const attrs = chosen?.file ? { file: chosen.file } : { image: String(chosen?.key) }
            if (!chosen) editor.commands.focus()
            else if (selected) editor.chain().focus().updateAttributes(NAME, attrs).run()
            else insertFigures(editor, editor.state.selection.to, [attrs])
          })
          return true
        },
    }
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: NAME,
      groups: "insert",
      button: buttons.material("image", gettext("Picture of the library")),
      active: (editor) => editor.isActive(NAME),
      command: (editor) => editor.commands.chooseFigure(),
    })
  },
})
