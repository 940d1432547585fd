// docs/semantics.md, "Evaluation": two sums that compare, blanks included.
import {Decimal} from "./json.mjs";

/** One side of its cells {pointer, sign, value, signed}: with the sum of what is known, and the blanks. */
export function side(cells, constant = new Decimal(0)) {
  const blanks = cells.filter(({value}) => value === null);
  const known = cells.reduce((sum, {value, sign}) => (value === null ? sum : sum.plus(value, sign)), constant);
  return {cells, known, blanks};
}

/** Whether the sides compare so: true, false, or null where the blanks decide. */
export function compare([left, right], comparator) {
  const factors = new Map(); // of each blank, in left minus right
  for (const [{blanks}, direction] of [[left, 1], [right, -1]]) {
    for (const {pointer, sign, signed} of blanks) {
      factors.set(pointer, {signed, factor: (factors.get(pointer)?.factor ?? 0) + direction * sign});
    }
  }
  const open = [...factors.values()].filter(({factor}) => factor !== 0);
  const {sign} = left.known.minus(right.known);
  const low = open.some(({factor, signed}) => signed || factor < 0) ? -Infinity : sign;
  const high = open.some(({factor, signed}) => signed || factor > 0) ? Infinity : sign;
  const [violated, satisfied] = {
    "=": [low > 0 || high < 0, low === 0 && high === 0],
    ">=": [high < 0, low >= 0],
    "<=": [low > 0, high <= 0],
  }[comparator];
  return violated ? false : satisfied ? true : null;
}

/** The sum of a side; with blanks the bound that is known of it, as a text; null where there is none. */
export function told({known, blanks}) {
  if (blanks.length === 0) return known;
  const signs = [...new Set(blanks.map(({sign, signed}) => (signed ? 0 : sign)))];
  return signs.length > 1 || signs[0] === 0 ? null : (signs[0] > 0 ? ">=" : "<=") + known;
}

/** What the right side asks for; with a comparator other than "=" as a text that begins with it. */
export function asked(side, comparator) {
  const sum = told(side);
  return comparator === "=" || !(sum instanceof Decimal) ? sum : comparator + sum;
}
