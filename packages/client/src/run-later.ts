/** A generator that begins to run, and to load what it is made of, when its first item is asked for. */
export async function* runLater<Item>(
  begin: () => Promise<AsyncGenerator<Item, undefined>>,
): AsyncGenerator<Item, undefined> {
  return yield* await begin()
}
