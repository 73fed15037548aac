/**
 * The program of the process that calls keytar, as text, so that it is there however this package
 * is bundled.
 *
 * It reads one line of JSON, `{ keytar, calls: [[method, ...arguments]] }`, makes the calls one after
 * the other, and writes `{ results }`, `{ failed }` or, when keytar cannot be loaded, `{ missing }`.
 * Its input stays open: when that ends first, nobody waits for the answer any more, and it ends
 * itself, since a native call that waits for a prompt would keep it for ever.
 */
export const keytarWorker: string = `
let text = ''
process.stdin.setEncoding('utf8')
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL'))
process.stdin.on('data', async (chunk) => {
  text += chunk
  if (!text.endsWith('\\n')) return
  const answer = await work(JSON.parse(text)).catch((error) => ({ failed: String(error.message) }))
  process.stdout.write(JSON.stringify(answer), () => process.exit())
})
async function work({ keytar, calls }) {
  let native
  try {
    native = require(keytar)
  } catch (error) {
    return { missing: String(error.message) }
  }
  const results = []
  for (const [method, ...args] of calls) results.push(await native[method](...args))
  return { results }
}
`
