import { Transform } from 'node:stream'

/**
 * Replaces a secret by `****` in what flows through, also where it is cut between two chunks, as
 * plain text and in Base64 as HTTP Basic writes it.
 */
export function maskStream(secret: string): Transform {
  const forms = [secret, Buffer.from(`apikey:${secret}`).toString('base64')].map((form) =>
    Buffer.from(form),
  )
  let held: Buffer = Buffer.alloc(0)
  const mask = (bytes: Buffer): Buffer => forms.reduce(replaceAll, bytes)
  return new Transform({
    transform(chunk: Buffer, _, callback) {
      const bytes = mask(Buffer.concat([held, chunk]))
      // Only what may be the start of a secret waits, so that prompts show up at once.
      const kept = Math.max(...forms.map((form) => startAtEnd(bytes, form)))
      held = bytes.subarray(bytes.length - kept)
      callback(null, bytes.subarray(0, bytes.length - kept))
    },
    flush(callback) {
      callback(null, held)
    },
  })
}

function replaceAll(bytes: Buffer, form: Buffer): Buffer {
  const parts: Buffer[] = []
  let from = 0
  for (let at = bytes.indexOf(form); at >= 0; at = bytes.indexOf(form, from)) {
    parts.push(bytes.subarray(from, at), Buffer.from('****'))
    from = at + form.length
  }
  return parts.length === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(from)])
}

/** How many bytes at the end are the start of the form. */
function startAtEnd(bytes: Buffer, form: Buffer): number {
  const most = Math.min(bytes.length, form.length - 1)
  for (let length = most; length > 0; length--) {
    const end = bytes.subarray(bytes.length - length)
    if (end.equals(form.subarray(0, length))) return length
  }
  return 0
}
