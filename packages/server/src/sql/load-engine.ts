import type { Sqlite3Static } from '@sqlite.org/sqlite-wasm'

let loading: Promise<Sqlite3Static> | undefined

/**
 * Loads SQLite, compiled to WebAssembly, once in a process and only when somebody asks with SQL:
 * it takes some 40 ms, which no other test should pay for.
 */
export function loadEngine(): Promise<Sqlite3Static> {
  loading ??= load()
  return loading
}

async function load(): Promise<Sqlite3Static> {
  const { default: initialize } = await import('@sqlite.org/sqlite-wasm')
  const sqlite = await initialize({ print: ignore, printErr: ignore })
  // It would repeat each failed query on the console, text and all.
  sqlite.config.warn = ignore
  sqlite.config.error = ignore
  return sqlite
}

function ignore(): void {
  // What is wrong is thrown, too.
}
