// Texts of a server as TypeScript: whatever they hold, they stay a literal, a name or a comment.

const unsafe = /[\\'\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu

/** Writes a text as a literal. */
export function quoted(text: string): string {
  return `'${text.replace(unsafe, (mark) => (mark === '\\' || mark === "'" ? `\\${mark}` : escapeOf(mark)))}'`
}

/** Writes the name of a member: bare where that is the same. */
export function memberName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

/** Writes texts as a comment for tools that show it, each beginning a line; nothing where there are none. */
export function commentOf(texts: readonly (string | undefined)[], indent: string = ''): string {
  const lines = texts.flatMap((text) => (text ?? '').split(/[\n\r\u0085\u2028\u2029]+/))
  const safe = lines.map(safeLine).filter((line) => line !== '')
  if (safe.length === 0) return ''
  if (safe.length === 1) return `${indent}/** ${safe.join('')} */\n`
  return `${indent}/**\n${safe.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`
}

/**
 * Writes words as one name: `lists`, `Study Results` gives `ListsStudyResults`. Different texts may give one
 * name. It has ASCII letters alone, since compilers differ in which others a name can have.
 */
export function typeName(parts: readonly string[]): string {
  const words = parts.flatMap((part) => plainLetters(part).split(/[^A-Za-z0-9]+/))
  const name = words.map((word) => word.replace(/^./, (first) => first.toUpperCase())).join('')
  return /^[A-Z]/.test(name) ? name : `Q${name}`
}

/** Letters without their accents, and others by their numbers. */
function plainLetters(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\0-\x7f]/gu, (mark) =>
      /[\p{L}\p{N}]/u.test(mark) ? ` U${(mark.codePointAt(0) ?? 0).toString(16)} ` : ' ',
    )
}

function safeLine(line: string): string {
  return (
    line
      .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (mark) => (mark === '\t' ? ' ' : escapeOf(mark)))
      .trim()
      .replaceAll('*/', '*\\/')
      // Tools take a word with @ as an order: @deprecated, @ts-ignore.
      .replace(/(^|[^\p{L}\p{N}])@/gu, '$1\\@')
  )
}

function escapeOf(mark: string): string {
  const code = mark.codePointAt(0) ?? 0
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
}
