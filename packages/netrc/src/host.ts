import { grammars, type Grammar } from './dialect.ts'

/**
 * The spellings under which a host is looked up, an IPv6 address without brackets in each: as it is;
 * in lower case; and an international name as its A-label (`xn--…`), which curl compares alone.
 */
export function spellingsOf(
  host: string,
  { hosts }: Grammar = grammars.consensus,
): readonly string[] {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
  if (hosts === 'exact') return [bare]
  const lower = lowerCase(bare)
  if (hosts === 'case-insensitive') return [lower]
  const label = toALabel(bare) ?? lower
  return label === lower || hosts === 'A-label' ? [label] : [lower, label]
}

/** A machine's name as {@link spellingsOf} spells it. */
export function foldedName(name: string, { hosts }: Grammar): string {
  return hosts === 'exact' ? name : lowerCase(name)
}

/** ASCII letters in lower case; other letters are left alone, as DNS does. */
export function lowerCase(host: string): string {
  return /[A-Z]/.test(host) ? host.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase()) : host
}

function toALabel(host: string): string | undefined {
  if (/^[\x20-\x7e]*$/.test(host)) return undefined
  const url = `http://${host}`
  return URL.canParse(url) ? new URL(url).hostname : undefined
}
