// Objects with an empty prototype of their own. Without any prototype they would be hash tables, which are
// slower to make and to read.
const Copy = function () {} as unknown as new () => object
Copy.prototype = Object.freeze(Object.create(null))

/** A copy of an object that has its own properties only, so that nothing comes from a polluted prototype. */
export function ownCopy<Given extends object>(given: Given): Given {
  return Object.assign(new Copy(), given)
}

/** Says whether an object is such a copy. */
export function isOwnCopy(given: object): boolean {
  return given instanceof Copy
}
