/* HTML of other programs, turned into what the editor reads. The policy of the desk takes inline
   styles away as soon as they are part of a document, so they are renamed before. */
import { isAddress } from "editor/addresses"
import { makeLists } from "editor/paste-lists"
import { settle } from "editor/paste-marks"

const STYLED = ["fontWeight", "fontStyle", "verticalAlign", "textDecorationLine", "display"]
const LEFT_OUT = {
  comments:
    ".MsoCommentReference, a.msocomanchor, [data-style*='mso-element:comment' i], [data-style*='mso-comment-reference' i]",
  pictures: "img:not([src^='data:image/']), svg, canvas",
  media: "video, audio, iframe, object, embed",
  formulas: "math",
  fields: "input, textarea, select, button",
  rules: "hr",
}
const WITHOUT_WORDS =
  "script, noscript, template, title, meta, link, xml, br.Apple-interchange-newline, " +
  "br[data-style*='page-break' i], [data-style*='mso-element:footnote-list' i] > hr, " +
  "[data-style*='mso-element:endnote-list' i] > hr"

const unwrap = (element, ...behind) => element.replaceWith(...element.childNodes, ...behind)

const rename = (element, tag) => {
  const made = element.ownerDocument.createElement(tag)
  for (const { name, value } of element.attributes) made.setAttribute(name, value)
  made.append(...element.childNodes)
  element.replaceWith(made)
}

/** The body of a document whose styles stand in data-style, and those of its classes in data-sheet. */
const parse = (html) => {
  let rules = ""
  const text = html
    .replace(/<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi, (whole, css) => {
      rules += css
      return ""
    })
    .replace(
      /<!(?:--)?\[if !supportLists\](?:--)?>([\s\S]*?)<!(?:--)?\[endif\](?:--)?>/gi,
      '<span data-style="mso-list:Ignore">$1</span>',
    )
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/(["'\s])style(?=\s*=)/gi, "$1 data-style"))
  const root = new DOMParser().parseFromString(text, "text/html").body
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(rules)
  for (const { selectorText, style } of sheet.cssRules) {
    if (!selectorText || !STYLED.some((name) => style[name])) continue
    for (const each of root.querySelectorAll(selectorText)) {
      each.dataset.sheet = `${each.dataset.sheet ?? ""}${style.cssText};`
    }
  }
  return root
}

const arrangeHeadings = (root) => {
  for (const each of root.querySelectorAll("h1, h4, h5, h6")) rename(each, each.localName === "h1" ? "h2" : "h3")
  for (const each of root.querySelectorAll("p, [role=heading]")) {
    const [, outline] = /mso-outline-level:\s*(\d)/i.exec(each.dataset.style ?? "") ?? []
    const level = each.matches(".MsoTitle") ? 1 : (each.getAttribute("aria-level") ?? outline)
    if (level) rename(each, level > 2 ? "h3" : "h2")
  }
}

const arrangeTables = (root, found) => {
  for (const caption of root.querySelectorAll("caption")) {
    caption.closest("table").before(caption)
    rename(caption, "p")
  }
  const inner = [...root.querySelectorAll(":is(td, th, li, blockquote) table")]
  if (inner.length) found.add("tables")
  for (const table of inner.reverse()) {
    const rows = [...table.rows].map((row) => {
      const line = root.ownerDocument.createElement("p")
      for (const cell of row.cells) line.append(...cell.childNodes, " ")
      for (const each of line.querySelectorAll("p, div, ul, ol, li, h2, h3, section, blockquote")) unwrap(each, " ")
      return line
    })
    table.replaceWith(...rows)
  }
}

/** A cell holds paragraphs and no other blocks. */
const arrangeCells = (root, found) => {
  for (const block of root.querySelectorAll(":is(td, th) :is(ul, ol, li, h2, h3, blockquote)")) {
    if (block.localName === "li") found.add("lists")
    rename(block, ["li", "h2", "h3"].includes(block.localName) ? "p" : "div")
  }
}

const arrangeLists = (root, found) => {
  makeLists(root)
  for (const list of root.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) {
    const item = list.previousElementSibling ?? root.ownerDocument.createElement("li")
    if (!item.parentNode) list.before(item)
    item.append(list)
  }
  for (const list of root.querySelectorAll("dl")) {
    found.add("terms")
    for (const each of list.querySelectorAll("dt, dd")) rename(each, "p")
    rename(list, "div")
  }
}

const arrangeQuotations = (root) => {
  for (const source of root.querySelectorAll("blockquote :is(footer, cite, figcaption)")) {
    const quotation = source.closest("blockquote")
    const name = source.textContent.replace(/^[\s—–―-]+|\s+$/g, "")
    if (!name || quotation.textContent.trim() === source.textContent.trim()) continue
    quotation.dataset.speaker ||= name
    source.remove()
  }
}

const arrangeCode = (root, found) => {
  for (const block of root.querySelectorAll("pre")) {
    found.add("code")
    const lines = block.textContent.trim().split(/\r?\n/)
    block.replaceChildren(...lines.flatMap((line) => [line, root.ownerDocument.createElement("br")]))
    block.lastChild.remove()
    rename(block, "p")
  }
}

/** Readings stand in brackets; a link that leads nowhere outside its document is text. */
const arrangeWords = (root, found) => {
  for (const reading of root.querySelectorAll("rt")) {
    if (!reading.textContent.trim() || reading.previousElementSibling?.localName === "rp") continue
    reading.prepend("（")
    reading.append("）")
  }
  for (const link of root.querySelectorAll("a")) {
    const href = (link.getAttribute("href") ?? "").trim()
    const isWithin = href.startsWith("#")
    if (isAddress(href) && !isWithin) continue
    if (href && !isWithin) found.add("links")
    unwrap(link)
  }
}

const leaveOut = (root, found) => {
  for (const each of root.querySelectorAll(WITHOUT_WORDS)) each.remove()
  for (const [name, selector] of Object.entries(LEFT_OUT)) {
    for (const each of root.querySelectorAll(selector)) {
      found.add(name)
      each.remove()
    }
  }
}

/**
 * Returns `html` as the editor reads it, and the names of what of it cannot be shown as it was.
 * `language` is that of the text, `languages` are the tags of the site.
 */
export const readPasted = (html, language, languages) => {
  const root = parse(html)
  const found = new Set()
  arrangeLists(root, found)
  leaveOut(root, found)
  arrangeHeadings(root)
  arrangeQuotations(root)
  arrangeCode(root, found)
  arrangeWords(root, found)
  settle(root, { found, language, languages })
  arrangeTables(root, found)
  arrangeCells(root, found)
  for (const each of [...root.querySelectorAll("p, h2, h3, li, ul, ol, blockquote")].reverse()) {
    if (!each.textContent.trim() && !each.querySelector("table, img")) each.remove()
  }
  return { html: root.innerHTML, found }
}
