/** Reads a part of a document once, when it is first asked for. */
export function once<T>(known: WeakMap<object, T>, document: object, read: (document: object) => T): T {
  let found = known.get(document);
  if (!found) {
    found = read(document);
    known.set(document, found);
  }
  return found;
}
