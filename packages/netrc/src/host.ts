/**
 * The spellings under which a host is looked up: in lower case, an IPv6 address without brackets,
 * and an international name also as its A-label (`xn--…`), as curl compares them.
 */
export function spellingsOf(host: string): readonly string[] {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
  const lower = lowerCase(bare)
  const label = toALabel(bare)
  return label === undefined || label === lower ? [lower] : [lower, label]
}

/** ASCII letters in lower case; other letters are left alone, as DNS does. */
export function lowerCase(host: string): string {
  return host.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

function toALabel(host: string): string | undefined {
  if (/^[\x20-\x7e]*$/.test(host)) return undefined
  const url = `http://${host}`
  return URL.canParse(url) ? new URL(url).hostname : undefined
}
