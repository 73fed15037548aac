import { describe, expect, test } from 'vitest'
import { parseServerUrl, readEnvironment } from '@wellkey/credentials'

describe('parseServerUrl()', () => {
  test.for([
    { text: 'https://lab.example', expected: 'https://lab.example/' },
    { text: 'https://LAB.example:443/labkey?x=1#y', expected: 'https://lab.example/labkey/' },
    { text: 'http://localhost:8080', expected: 'http://localhost:8080/' },
    { text: 'http://127.9.9.9/', expected: 'http://127.9.9.9/' },
    { text: 'http://[::1]:8080/x', expected: 'http://[::1]:8080/x/' },
    { text: 'http://127.1', expected: 'http://127.0.0.1/' },
  ])('takes $text', ({ text, expected }) => {
    expect(parseServerUrl(text).href).toBe(expected)
  })

  test.for([
    'lab.example',
    'ftp://lab.example',
    'file:///etc/passwd',
    'data:text/plain,x',
    'https://ann:s3cr3t@lab.example',
    'https://ann@lab.example',
    'http://lab.example',
    'http://foo.localhost',
    'http://0.0.0.0',
    'http://[::ffff:127.0.0.1]',
    'http://127.0.0.1.evil.example',
  ])('refuses %s and repeats no secret', (text) => {
    expect(() => parseServerUrl(text)).toThrow(
      expect.objectContaining({ code: 'ERR_CREDENTIAL_URL' }),
    )
    expect(() => parseServerUrl(text)).not.toThrow(/s3cr3t/)
  })

  test('takes http to another machine when it is allowed', () => {
    const url = parseServerUrl('http://lab.example', { allowInsecureHttp: true })
    expect(url.href).toBe('http://lab.example/')
  })
})

describe('readEnvironment()', () => {
  test('takes the first variable that is set and not blank', () => {
    const environment = {
      LABKEY_BASE_URL: '  ',
      LABKEY_URL: ' https://a ',
      LABKEY_SERVER: 'https://b',
    }
    expect(readEnvironment('server', environment)).toEqual({
      variable: 'LABKEY_URL',
      value: 'https://a',
    })
    expect(readEnvironment('container', environment)).toBeUndefined()
  })
})
