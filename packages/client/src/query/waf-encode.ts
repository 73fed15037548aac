/**
 * Wraps SQL so that web application firewalls do not take it for an attack (contract 4.6): LabKey's
 * mark, then base64 of the percent-encoded text. Servers from 23.9 on understand it.
 */
export function wafEncode(sql: string): string {
  const encoded = Buffer.from(encodeURIComponent(sql)).toString('base64')
  return `/*{{base64/x-www-form-urlencoded/wafText}}*/${encoded}`
}
