// Sorts a table by a click on the head of a column; without script it stays as it came.

const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

function order(row, column) {
  const cell = row.cells[column];
  return cell.dataset.order ?? cell.textContent.trim();
}

function sort(table, column, direction) {
  const rows = [...table.tBodies[0].rows];
  rows.sort((one, other) => {
    const [a, b] = [order(one, column), order(other, column)];
    // What is unknown stands last, whichever way the others are sorted.
    if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
    return direction * collator.compare(a, b);
  });
  table.tBodies[0].append(...rows);
}

for (const table of document.querySelectorAll("[data-sortable]")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const falls = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", falls ? "descending" : "ascending");
      sort(table, column, falls ? -1 : 1);
    });
  });
}
