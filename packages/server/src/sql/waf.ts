import { Buffer } from 'node:buffer'

const prefix = '/*{{base64/x-www-form-urlencoded/wafText}}*/'

/**
 * Decodes SQL that a client disguised so that a web application firewall lets it through: the prefix,
 * then base64 of the percent-encoded text (contract 4.6). Text without the prefix stays as it is, and so
 * does what is no base64 of percent-encoded text.
 */
export function decodeWaf(text: string): string {
  if (!text.startsWith(prefix)) return text
  try {
    return decodeURIComponent(Buffer.from(text.slice(prefix.length), 'base64').toString('utf8'))
  } catch {
    return text
  }
}
