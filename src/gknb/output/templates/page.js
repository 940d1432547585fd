"use strict";
// The tables of reports become sortable; without this they are in the order in which the reports were given.
for (const table of document.querySelectorAll("table[data-sortable]")) {
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const heads = [...table.tHead.rows[0].cells];
  const sort = (column) => {
    const down = heads[column].getAttribute("aria-sort") === "ascending";
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (row) => row.cells[column].dataset.key ?? row.cells[column].textContent;
    const rows = [...table.tBodies[0].rows].map((row) => [key(row), row]);
    rows.sort((one, other) => (down ? -1 : 1) * order(one[0], other[0]));
    table.tBodies[0].append(...rows.map(([, row]) => row));
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(column));
    head.append(button);
  });
  table.closest("section").querySelectorAll("[hidden]").forEach((hint) => { hint.hidden = false; });
}
