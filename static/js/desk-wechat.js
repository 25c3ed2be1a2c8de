// Copies an article for WeChat. A copy event sets both types, and needs no https.
const box = document.getElementById("wechat")
const shown = document.getElementById("wechat-shown")
const status = box.querySelector("[role=status]")
const output = JSON.parse(document.getElementById("wechat-output").textContent)
const count = (words, text) => words.replace("{n}", [...text].length)

// As it will look. The policy of the desk stops styles of attributes, not those that a script sets.
const html = output["text/html"].replaceAll(' style="', ' data-style="')
const page = new DOMParser().parseFromString(html, "text/html")
for (const each of page.querySelectorAll("[data-style]")) each.style.cssText = each.dataset.style
// Its pictures are on this site, which may be reached by another name than readers use.
for (const each of page.images) each.src = new URL(each.src).pathname
shown.append(...page.body.children)

const copy = (data) => {
  const fill = (event) => {
    event.preventDefault()
    for (const [type, text] of Object.entries(data)) event.clipboardData.setData(type, text)
  }
  document.addEventListener("copy", fill)
  const isCopied = document.execCommand("copy")
  document.removeEventListener("copy", fill)
  return isCopied
}

for (const button of box.querySelectorAll("button")) {
  button.addEventListener("click", () => {
    const field = document.getElementById(`wechat-${button.value}`)
    const data = field ? { "text/plain": field.value } : output
    // Some browsers copy only where something is selected.
    getSelection().selectAllChildren(shown)
    const isCopied = copy(data)
    getSelection().removeAllRanges()
    const words = [count(box.dataset.copied, Object.values(data)[0]), field ? "" : box.dataset.limits]
    status.textContent = isCopied ? words.join(" ") : box.dataset.failed
  })
}

for (const field of box.querySelectorAll("[data-most]")) {
  const length = document.getElementById(`${field.id}-length`)
  const update = () => {
    const isLong = [...field.value].length > field.dataset.most
    length.textContent = count(box.dataset.length, field.value).replace("{most}", field.dataset.most)
    length.className = isLong ? "warning" : "quiet"
  }
  field.addEventListener("input", update)
  update()
}
