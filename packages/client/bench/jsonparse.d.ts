// What the benchmark uses of jsonparse, which has no types of its own.
declare module 'jsonparse' {
  export default class Parser {
    /** The value that holds what `onValue` is given. */
    value: unknown
    stack: readonly unknown[]
    onValue: (this: Parser, value: unknown) => void
    write(chunk: Uint8Array): void
  }
}
