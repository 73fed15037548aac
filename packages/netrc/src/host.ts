import { hasExactHosts, hasLabelHosts, hasNameHosts, type Grammar } from './dialect.ts'

/**
 * The spellings under which a host is looked up, an IPv6 address without brackets in each: as it is;
 * in lower case; and an international name as its A-label (`xn--…`), which curl compares alone.
 *
 * @param grammar Default: the consensus
 */
export function spellingsOf(host: string, grammar: Grammar = 1): readonly string[] {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
  const lower = foldedName(bare, grammar)
  const label = grammar & hasLabelHosts && toALabel(bare)
  if (!label || label === lower) return [lower]
  return grammar & hasNameHosts ? [lower, label] : [label]
}

/** A machine's name as {@link spellingsOf} spells it. */
export function foldedName(name: string, grammar: Grammar): string {
  return grammar & hasExactHosts ? name : lowerCase(name)
}

/** ASCII letters in lower case; other letters are left alone, as DNS does. */
export function lowerCase(host: string): string {
  const lower = host.toLowerCase()
  // Most names are in lower case already, and all that is slow can be left out then.
  return lower === host ? host : host.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

function toALabel(host: string): string | undefined {
  // What a URL would leave out, or take for another part of it, is no part of a name.
  // oxlint-disable-next-line no-control-regex
  if (!/[^\0-\x7f]/.test(host) || /[\0-\x20\x7f/\\?#@:%]/.test(host)) return undefined
  const url = `http://${host}`
  return URL.canParse(url) ? new URL(url).hostname : undefined
}
