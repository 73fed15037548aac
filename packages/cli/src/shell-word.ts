/**
 * A text as one word of a command line that can be pasted into a shell: as it is where that is safe, in
 * double quotes where only blanks ask for them, else in single quotes as POSIX shells read them.
 */
export function shellWord(text: string): string {
  if (/^[\w./:@%+~-]+$/.test(text) && !text.startsWith('~')) return text
  return /^[\w ./:@%+~-]+$/.test(text) ? `"${text}"` : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
