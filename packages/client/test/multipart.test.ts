import { createClient, fromValue } from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import { rejection, sampleKey, startServer, stillClock } from './recording-server.ts'

async function* streamed() {
  yield 'a,b\n'
  yield Buffer.from('1,2\n')
}

/** Reads a form as a browser's own parser does. */
async function sentForm(multipart: object, status = 200) {
  const server = await startServer(() => ({ status, body: {} }))
  const { timing } = stillClock()
  const options = { baseUrl: server.url, credentials: fromValue(sampleKey), timing }
  const call = { controller: 'query', action: 'import', multipart, readOnly: true }
  const done = createClient(options).request(call as never)
  await (status === 200 ? done : rejection(done))
  const [first] = server.requests
  const type = first?.headers['content-type'] ?? ''
  const form = await new Response(first?.body, { headers: { 'content-type': type } }).formData()
  return { form, requests: server.requests }
}

describe('request() with a form of files', () => {
  test.each([
    ['a text', () => 'a,b\n1,2\n'],
    ['bytes', () => Buffer.from('a,b\n1,2\n')],
    ['a blob', () => new Blob(['a,b\n1,2\n'])],
    ['a stream', streamed],
  ])('sends a file from %s', async (_name, content) => {
    const file = { filename: '/home/ann/data.csv', content: content(), contentType: 'text/csv' }
    const { form } = await sentForm({ schemaName: 'lists', insert: true, file })
    expect([...form.keys()]).toEqual(['schemaName', 'insert', 'file'])
    expect(form.get('insert')).toBe('true')
    const sent = form.get('file') as File
    expect(sent).toMatchObject({ name: 'data.csv', type: 'text/csv' })
    expect(await sent.text()).toBe('a,b\n1,2\n')
  })

  test('lets no name end its line or begin another part', async () => {
    const evil = 'a"\r\nContent-Type: text/evil\r\n\r\n--x'
    const { form, requests } = await sentForm([[evil, { filename: evil, content: 'x' }]])
    expect([...form.keys()]).toHaveLength(1)
    expect(requests[0]?.body.match(/^Content-Type:/gm)).toHaveLength(1)
    expect((form.get([...form.keys()][0] ?? '') as File).type).toBe('application/octet-stream')
  })

  test('sends a form with a stream once, one without again', async () => {
    const content = streamed()
    expect((await sentForm({ file: { filename: 'a', content } }, 503)).requests).toHaveLength(1)
    const again = await sentForm({ file: { filename: 'a', content: 'x' } }, 503)
    expect(again.requests).toHaveLength(4)
  })

  test.each([
    ['a', 'multipart'],
    [{ a: {} }, 'multipart'],
    [{ a: { filename: 'x' } }, 'multipart'],
    [{ a: { filename: 'x', content: 'x', contentType: 'a\r\nb: c' } }, 'multipart'],
    [[['a']], 'multipart'],
  ])('refuses %j', async (multipart, name) => {
    const labkey = createClient({ baseUrl: 'http://127.0.0.1:1', credentials: fromValue('x') })
    const request = { controller: 'x', action: 'y', multipart }
    const error = await rejection(labkey.request(request as never))
    expect(error).toMatchObject({ code: 'ERR_LABKEY_OPTIONS' })
    expect((error as Error).message).toContain(name)
  })
})
