import type { Identity } from './identity.ts'

const mask = '****'
const longestServerText = 500

// Controls end lines and colour terminals; bidi marks and zero-width characters make text look like
// other text. None of them belongs into a message.
const unprintable = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu

/** Shapes that are secret whoever they belong to. */
const secretShapes: readonly (readonly [RegExp, string])[] = [
  [
    /\b(JSESSIONID|X-LABKEY-CSRF|LabKeyTransformSessionId)(["']?\s*[=:]\s*["']?)[^\s;,"'&<>]+/gi,
    `$1$2${mask}`,
  ],
  [/\b(Basic|Bearer)\s+[\w+/~.-]{4,}=*/gi, `$1 ${mask}`],
  [/\b(?:apikey|session)\|[0-9a-f]+/gi, mask],
  [/\blk[as]_\w+/gi, mask],
  [/\b[0-9a-f]{64}\b/gi, mask],
]

/**
 * Makes a server's text fit for a message: every spelling of the identity's secrets becomes `****`, what
 * cannot be printed becomes a blank, and the rest is cut at 500 characters.
 *
 * Works on the error path only, so the secrets are asked for when they are needed.
 */
export function redact(text: string, identity: Identity): string {
  let clean = text.replace(unprintable, ' ')
  const spellings = spellingsOf(identity)
  if (spellings.length > 0) {
    clean = clean.replace(new RegExp(spellings.map(quoted).join('|'), 'gi'), mask)
  }
  for (const [shape, replacement] of secretShapes) clean = clean.replace(shape, replacement)
  clean = clean.trim()
  // Cut last: half a secret is not recognised any more.
  return clean.length <= longestServerText ? clean : `${clean.slice(0, longestServerText - 1)}…`
}

function spellingsOf({ credential, cookies }: Identity): readonly string[] {
  const secret = credential?.secret.reveal()
  const plain = [...cookies.values(), ...(secret === undefined ? [] : [secret])]
  const spellings = plain.flatMap((value) => [
    value,
    encodeURIComponent(value),
    encodeURIComponent(value).replaceAll('%20', '+'),
    JSON.stringify(value).slice(1, -1),
    htmlEscaped(value),
  ])
  if (credential !== undefined) {
    const basic = Buffer.from(`${credential.login}:${secret}`)
    // Without the padding, since a text may be cut or written without it.
    spellings.push(basic.toString('base64').replace(/=+$/, ''), basic.toString('base64url'))
  }
  const unique = [...new Set(spellings)].filter((spelling) => spelling !== '')
  return unique.toSorted((one, other) => other.length - one.length)
}

function htmlEscaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#039;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
}
