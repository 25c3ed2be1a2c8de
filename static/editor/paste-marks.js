/* Words of pasted HTML with their styles turned into tags, and everything else taken off them. */

const TAGS = { b: "bold", strong: "bold", i: "italic", em: "italic", sub: "sub", sup: "sup" }
const STRUCK = ["del", "s", "strike"]
const BLOCKS = new Set(
  ("p h2 h3 ul ol li blockquote table caption thead tbody tfoot tr td th div section article " +
    "header footer main aside nav address figure figcaption").split(" "),
)
const KEPT = {
  a: ["href"],
  br: [],
  img: ["src"],
  blockquote: ["data-speaker"],
  ol: ["start"],
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan"],
}
const SCRIPTS = { en: /\p{Script=Latin}/u, zh: /\p{Script=Han}/u }
const BETWEEN_HAN = /(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\r?\n\s*(?=[\u3000-\u9fff\uff00-\uffef])/g

/** The styles of an element. The browser reads them: `font: bold 12px serif` is bold too. */
const styleOf = ({ dataset: { sheet = "", style = "" } }) => {
  const rules = new CSSStyleSheet()
  if (sheet || style) rules.replaceSync(`p { ${sheet} ${style} }`)
  return rules.cssRules[0]?.style
}

/** The marks of what stands in an element within others that have the `outer` ones. */
const marksOf = (element, outer) => {
  const tag = element.localName
  const marks = { ...outer }
  if (TAGS[tag]) marks[TAGS[tag]] = true
  if (STRUCK.includes(tag)) marks.struck = true
  if (["h2", "h3", "th"].includes(tag)) marks.isHeading = true
  const lang = element.getAttribute("lang")
  if (lang) marks.lang = lang
  const { dataset } = element
  if (/mso-hide:\s*all/i.test(dataset.style)) marks.isHidden = true
  const style = dataset.style || dataset.sheet ? styleOf(element) : null
  if (!style) return marks
  const { fontWeight, fontStyle, verticalAlign, textDecorationLine, display } = style
  if (fontWeight) marks.bold = /^bold/.test(fontWeight) || Number(fontWeight) >= 600
  if (fontStyle) marks.italic = fontStyle !== "normal"
  if (verticalAlign === "sub" || verticalAlign === "super") marks[verticalAlign.slice(0, 3)] = true
  if (textDecorationLine.includes("line-through")) marks.struck = true
  if (display === "none") marks.isHidden = true
  return marks
}

/** The tag of the site for the language of some words; null if it is the text's own, or not theirs. */
const languageOf = (words, lang, { language, languages }) => {
  const [primary] = lang.toLowerCase().split("-")
  if (primary === language.split("-")[0] || !/^[a-z]{2,3}$/.test(primary)) return null
  if (!(SCRIPTS[primary] ?? /\p{L}/u).test(words)) return null
  return languages.find((tag) => tag.split("-")[0] === primary) ?? lang
}

const settleText = (text, marks, context) => {
  text.data = text.data.replace(BETWEEN_HAN, "")
  if (!text.data.trim()) return
  if (marks.struck) context.found.add("struck")
  if (marks.struck || marks.isHidden) {
    text.remove()
    return
  }
  const lang = marks.lang && languageOf(text.data, marks.lang, context)
  const tags = [
    marks.bold && !marks.isHeading && "strong",
    marks.italic && "em",
    marks.sub && "sub",
    marks.sup && !marks.sub && "sup",
    lang && "span",
  ]
  for (const tag of tags.filter(Boolean)) {
    const wrapped = text.ownerDocument.createElement(tag)
    if (tag === "span") wrapped.lang = lang
    text.replaceWith(wrapped)
    wrapped.append(text)
  }
}

/** Gives each word in `root` its tags; what is neither a block nor a link or picture is taken off. */
export const settle = (root, context, outer = {}) => {
  for (const node of [...root.childNodes]) {
    if (node.nodeType === Node.TEXT_NODE) settleText(node, outer, context)
    else if (node.nodeType !== Node.ELEMENT_NODE) node.remove()
    else {
      const tag = node.localName
      settle(node, context, marksOf(node, outer))
      if (!BLOCKS.has(tag) && !KEPT[tag]) node.replaceWith(...node.childNodes)
      else
        for (const { name } of [...node.attributes]) {
          if (!KEPT[tag]?.includes(name)) node.removeAttribute(name)
        }
    }
  }
}
