"""How Chinese is set in the lines of a page, asked of the browser that shows it."""

# Every letter of a text with Chinese that is seen below an element, with where it is; its block is
# what a line is part of.
_LETTERS = r"""() => {
  const range = document.createRange(), han = /\p{Script=Han}/u;
  const blockOf = (e) => {
    while (["inline", "contents"].includes(getComputedStyle(e).display)) e = e.parentElement;
    return e;
  };
  const onOneLine = (one, other) => Math.abs(one.bottom - other.bottom) < one.size / 2;
  function* letters(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      if (!han.test(node.data)) continue;
      const parent = node.parentElement;
      if (parent.closest("svg, script") || !parent.checkVisibility()) continue;
      const size = parseFloat(getComputedStyle(parent).fontSize), block = blockOf(parent);
      for (let i = 0; i < node.length; i++) {
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const { left, bottom, width } = range.getBoundingClientRect();
        if (width) yield { letter: node.data[i], left, bottom, size, block, node };
      }
    }
  }
"""

# Lines of five Han letters or more that are spaced out: from one to its neighbour over 1.08 em.
# Two steps or one say little, for beside a Latin word a letter has a space of its own.
STRETCHED = (
    _LETTERS
    + r"""
  const found = [];
  let line = [], steps = [], last = null;
  const end = () => {
    steps.sort((a, b) => a - b);
    const median = (steps[steps.length >> 1] + steps[(steps.length - 1) >> 1]) / 2;
    if (line.length >= 5 && steps.length >= 3 && median > 1.08) found.push([line.join(""), median]);
    [line, steps] = [[], []];
  };
  for (const each of letters(document.body)) {
    const continues = last && last.block === each.block && onOneLine(last, each);
    if (!continues) end();
    if (han.test(each.letter)) {
      const isNext = continues && last.node === each.node && han.test(last.letter);
      if (isNext) steps.push((each.left - last.left) / each.size);
      line.push(each.letter);
    }
    last = each;
  }
  end();
  return found;
}"""
)

# Dates, positions, and numbers with their measure word within which a line of a value ends.
BROKEN = (
    _LETTERS
    + r"""
  const found = [], position = /北纬[\d.]+°，东经[\d.]+°|CBP试点/;
  const numbers = /(?<![A-Z\d])(\d[\d.,]*[万亿]?[一-鿿])+/;
  const whole = new RegExp(`${position.source}|${numbers.source}`, "g");
  for (const value of document.querySelectorAll("dd, td, .meta")) {
    const shown = [...letters(value)], text = shown.map((each) => each.letter).join("");
    for (const match of text.matchAll(whole)) {
      const [first, ...others] = shown.slice(match.index, match.index + match[0].length);
      if (!others.every((each) => onOneLine(first, each))) found.push(match[0]);
    }
  }
  return found;
}"""
)

# Texts in whose last line stands one letter alone. (Titles in lists break where staff marked them.)
ALONE = (
    _LETTERS
    + r"""
  const found = [];
  for (const block of document.querySelectorAll("h1, p, li, dt, dd, td")) {
    const shown = [...letters(block)].filter((each) => each.block === block && each.letter.trim());
    const last = shown.filter((each) => onOneLine(each, shown.at(-1)));
    const isAlone = last.filter((each) => /[\p{L}\p{N}]/u.test(each.letter)).length === 1;
    if (isAlone && last.length < shown.length) found.push(block.textContent.slice(-20));
  }
  return found;
}"""
)

# Lines that begin with a mark which ends what stands before it.
FORBIDDEN = (
    _LETTERS
    + r"""
  const found = [];
  let last = null;
  for (const each of letters(document.body)) {
    const begins = last && last.block === each.block && !onOneLine(last, each);
    const ends = "，。、；：！？）》」』”’".includes(each.letter);
    if (begins && ends) found.push(last.letter + each.letter);
    last = each;
  }
  return found;
}"""
)
