// Asks the server of the benchmark many times with one library, and prints the CPU time of a call in microseconds.
const [library = '', url = '', atOnce = '', count = ''] = process.argv.slice(2)
const key = 'a-key-for-benchmarks-0123456789abcdef'
const authorization = `Basic ${Buffer.from(`apikey:${key}`).toString('base64')}`
const path = '/Demo%20Study/query-getSchemas.api'

const libraries: Readonly<Record<string, () => Promise<() => Promise<unknown>>>> = {
  async wellkey() {
    const { createClient, fromValue } = await import('@wellkey/client')
    const labkey = createClient({ baseUrl: url, credentials: fromValue(key), environment: {} })
    const options = { controller: 'query', action: 'getSchemas', container: '/Demo Study' }
    return () => labkey.request(options)
  },
  async axios() {
    const { default: axios } = await import('axios')
    const instance = axios.create({ baseURL: url, auth: { username: 'apikey', password: key } })
    return async () => (await instance.get<unknown>(path)).data
  },
  async undici() {
    const { Pool } = await import('undici')
    const pool = new Pool(url)
    return async () => {
      const { body } = await pool.request({ path, method: 'GET', headers: { authorization } })
      return body.json()
    }
  },
  async fetch() {
    return async () => (await fetch(url + path, { headers: { authorization } })).json()
  },
}

const make = libraries[library]
if (make === undefined) throw new Error(`There is no library ${library}`)
const call = await make()

async function run(calls: number): Promise<void> {
  let left = calls
  const line = async () => {
    while (left-- > 0) await call()
  }
  await Promise.all(Array.from({ length: Number(atOnce) }, line))
}

await run(3000)
const before = process.cpuUsage()
await run(Number(count))
const { user, system } = process.cpuUsage(before)
process.stdout.write(`${(user + system) / Number(count)}\n`)
process.exit()
