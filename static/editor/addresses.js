/* Addresses within a text: where they begin and end, and how they become links. */
import { Plugin } from "django-prose-editor/editor"

// What may stand in an address (RFC 3986). Chinese words and marks right behind one belong to the
// sentence.
const ADDRESS = /(?:https?:\/\/|www\.)[\w\-.~:/?#[\]@!$&'()*+,;=%]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi
// Nothing but an address: here Chinese words are part of it.
const WHOLE = /^(?:https?:\/\/|www\.)[^\s"<>，。；：！？、（）《》“”「」]+$/i
// What may follow an address by the time that it is taken for finished.
const FINISHED = /^[.,;:!?)\]'"]{0,2}(?:\s|[^\x00-\x7f]{1,6})$/

/** An address as it is typed, with what it needs to be followed. */
export const completed = (typed) => {
  const address = typed.trim()
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(address)) return `mailto:${address}`
  const isHost = /^[^\s/:?#@]+\.[^\s/:?#@.\d]{2,}(:\d+)?([/?#].*)?$/.test(address)
  return isHost ? `https://${address}` : address
}

/** Whether a text may keep a link that leads there. */
export const isAddress = (href) => /^(https?:\/\/[^/]|mailto:.|\/(?!\/)|#.)/i.test(href)

/** An address without the marks at its end that belong to the sentence. */
const trimmed = (found) => {
  const address = found.replace(/[.,;:!?'*_~]+$/, "")
  for (const [open, close] of ["()", "[]"]) {
    const isClosedTwice = address.split(close).length > address.split(open).length
    if (address.endsWith(close) && isClosedTwice) return trimmed(address.slice(0, -1))
  }
  return address
}

const addressesIn = (text) =>
  (WHOLE.test(text) ? [{ 0: text, index: 0 }] : [...text.matchAll(ADDRESS)])
    .map(({ 0: found, index }) => ({ index, text: trimmed(found) }))
    .filter(({ text }) => /^(https?:\/\/)?[^/:?#]+/i.test(text) && !/^www\.?$/i.test(text))
    .map((each) => ({ ...each, href: completed(each.text) }))

const linkPasted = (before, state, type) => {
  const from = before.doc.content.findDiffStart(state.doc.content)
  const to = before.doc.content.findDiffEnd(state.doc.content)?.b
  const { tr } = state
  if (from === null || to <= from) return tr
  state.doc.nodesBetween(from, to, (node, start) => {
    if (!node.isText || type.isInSet(node.marks)) return
    for (const { index, text, href } of addressesIn(node.text)) {
      tr.addMark(start + index, start + index + text.length, type.create({ href }))
    }
  })
  return tr
}

/** Links the address that the cursor has just left behind, by a space, a mark or a new line. */
const linkTyped = (state, type) => {
  const { tr } = state
  const { $from, empty } = state.selection
  if (!empty || !$from.parent.isTextblock) return tr
  let start = $from.start()
  let text = $from.parent.textBetween(0, $from.parentOffset, undefined, "\n")
  if (!text) {
    const above = state.doc.resolve($from.before()).nodeBefore
    if (!above?.isTextblock) return tr
    start = $from.before() - above.nodeSize + 1
    text = `${above.textBetween(0, above.content.size, undefined, "\n")}\n`
  }
  const last = addressesIn(text).at(-1)
  if (!last || !FINISHED.test(text.slice(last.index + last.text.length))) return tr
  const from = start + last.index
  const to = from + last.text.length
  if (!state.doc.rangeHasMark(from, to, type)) tr.addMark(from, to, type.create({ href: last.href }))
  return tr
}

/** Links addresses that are typed or pasted, and the selected words that one is pasted over. */
export const linkAddresses = (editor, type) =>
  new Plugin({
    appendTransaction: (transactions, before, state) => {
      const has = (name) => transactions.some((each) => each.getMeta(name))
      if (!transactions.some((each) => each.docChanged)) return null
      if (has("preventAutolink") || has("history$")) return null
      const isPasted = has("paste") || has("uiEvent")
      const tr = isPasted ? linkPasted(before, state, type) : linkTyped(state, type)
      return tr.docChanged ? tr : null
    },
    props: {
      handlePaste: (view, event, slice) => {
        const address = slice.content.textBetween(0, slice.content.size, "\n").trim()
        if (view.state.selection.empty || !WHOLE.test(address)) return false
        return editor.commands.setLink({ href: completed(address) })
      },
    },
  })
