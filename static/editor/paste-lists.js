/* Lists of Word and WPS, which come as paragraphs with a level and a painted number or bullet. */

const DIGITS = "零一二三四五六七八九"
const ROMAN = { i: 1, v: 5, x: 10, l: 50, c: 100 }
const NUMBER = /^[([〔【]?第?(\d+(?:\.\d+)*|[零一二三四五六七八九十百]+|[a-z]+)[条项步点]?([.)\]〕】、:]*)$/
const LEVEL = /mso-list:\s*(l\d+)\s+level(\d)/i

const chinese = (word) => {
  let [total, digit] = [0, 0]
  for (const each of word) {
    const place = { 十: 10, 百: 100 }[each]
    if (place) total += (digit || 1) * place
    digit = place ? 0 : DIGITS.indexOf(each)
  }
  return total + digit
}

const roman = (word) =>
  [...word].reduce((sum, each, at) => {
    const isBeforeLarger = ROMAN[each] < (ROMAN[word[at + 1]] ?? 0)
    return sum + (isBeforeLarger ? -ROMAN[each] : ROMAN[each])
  }, 0)

/** The number that a painted mark stands for, null for a bullet. */
const numberOf = (mark) => {
  // ① becomes 1, （一） becomes (一).
  const plain = mark.normalize("NFKC").replace("〇", "零").toLowerCase()
  const [, word, end] = NUMBER.exec(plain) ?? []
  if (!word) return null
  if (/^\d/.test(word)) return Number(word.split(".").at(-1))
  if (!/^[a-z]/.test(word)) return chinese(word)
  if (!end && !/^[([]/.test(plain)) return null // "o" and "l" are bullets of Word
  if (/^[ivx]+$|^[ivxlc]{2,}$/.test(word)) return roman(word)
  return word.length === 1 ? word.charCodeAt(0) - 96 : null
}

/** Takes the painted mark out of a paragraph and returns its text. */
const takeMark = (paragraph) => {
  const painted = [...paragraph.querySelectorAll("[data-style]")].filter((each) =>
    /mso-list:\s*ignore/i.test(each.dataset.style),
  )
  const mark = painted[0]?.textContent.replace(/\s+/g, "") ?? ""
  for (const each of painted) each.remove()
  return mark
}

/** A heading stays one, with its number as text. */
const numberHeading = (heading) => {
  const mark = takeMark(heading)
  if (numberOf(mark) !== null) heading.prepend(/[^\x00-\x7f]$/.test(mark) ? mark : `${mark} `)
}

/** Replaces paragraphs of lists by nested lists. */
export const makeLists = (root) => {
  let open = [] // the lists that the last paragraph stands in, outermost first
  for (const paragraph of root.querySelectorAll("[data-style*='mso-list' i]")) {
    const [, id, digit] = LEVEL.exec(paragraph.dataset.style) ?? []
    if (!id) continue
    if (/^h\d$/.test(paragraph.localName)) {
      numberHeading(paragraph)
      continue
    }
    const level = Number(digit)
    const number = numberOf(takeMark(paragraph))
    const tag = number === null ? "ul" : "ol"
    if (open.length && paragraph.previousElementSibling !== open[0].list) open = []
    while (open.length && open.at(-1).level > level) open.pop()
    const last = open.at(-1)
    const continues = last?.id === id && last.list.localName === tag && number !== 1
    if (last?.level === level && !continues) open.pop()
    const holder = open.at(-1)
    if (holder?.level !== level) {
      const list = root.ownerDocument.createElement(tag)
      if (number > 1) list.setAttribute("start", number)
      if (holder) holder.list.lastElementChild.append(list)
      else paragraph.before(list)
      open.push({ list, level, id })
    }
    const item = root.ownerDocument.createElement("li")
    open.at(-1).list.append(item)
    item.append(paragraph)
  }
}
