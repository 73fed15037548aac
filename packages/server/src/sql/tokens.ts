/** A piece of SQL text, for what has to be found in a query without understanding it. */
export interface SqlToken {
  readonly kind: 'name' | 'quoted' | 'text' | 'comment' | 'blank' | 'other'
  readonly text: string
  /** The name that a `name` or `quoted` token stands for. */
  readonly name: string
}

const token =
  /(?<quoted>"(?:[^"]|"")*"|\[[^\]]*\]|`(?:[^`]|``)*`)|(?<text>'(?:[^']|'')*')|(?<comment>--[^\n]*|\/\*[^]*?(?:\*\/|$))|(?<blank>\s+)|(?<name>[\p{L}_][\p{L}\p{N}_$]*)|(?<other>\p{N}[\p{L}\p{N}.]*|[^])/gu

/** Splits SQL into tokens; joined again they are the same text. */
export function sqlTokens(sql: string): readonly SqlToken[] {
  return Array.from(sql.matchAll(token), ({ 0: text, groups = {} }): SqlToken => {
    if (groups['name'] !== undefined) return { kind: 'name', text, name: text }
    if (groups['quoted'] !== undefined) return { kind: 'quoted', text, name: unquote(text) }
    const kind =
      (['text', 'comment', 'blank'] as const).find((name) => groups[name] !== undefined) ?? 'other'
    return { kind, text, name: '' }
  })
}

/** Quotes a name for SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function unquote(text: string): string {
  const inner = text.slice(1, -1)
  return text.startsWith('[')
    ? inner
    : inner.replaceAll(text.slice(0, 1).repeat(2), text.slice(0, 1))
}
