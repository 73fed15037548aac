const maxText = 1024

// A name or query may hold line ends, terminal codes or text direction marks; a log line must not.
const unprintable = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u
const plainAscii = /^[\u0020-\u007e]*$/
const eachUnprintable = new RegExp(unprintable.source, 'gu')

/** Returns text as one printable line of at most 1024 characters, with escapes for the rest. */
export function printableLine<Text extends string | null>(text: Text): Text | string {
  if (text === null) return text
  if (text.length <= maxText && (plainAscii.test(text) || !unprintable.test(text))) return text
  return text
    .slice(0, maxText)
    .replace(eachUnprintable, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .slice(0, maxText)
}
