/**
 * Text from a server or a file as a terminal may show it: controls, which could move the cursor or
 * hide text, and marks that turn the direction of writing are spelled out as `\u001b`.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (mark) => {
    const code = mark.codePointAt(0) ?? 0
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}
