// Every relative link and anchor of the documents leads somewhere in this repository.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { documents } from './documents.ts'
import { root } from './example-demo.ts'

interface Link {
  readonly file: string
  readonly target: string
}

/** The text without its blocks and pieces of code, which hold no links. */
function withoutCode(text: string): string {
  return text.replaceAll(/^(`{3,}).*?^\1$/gms, '').replaceAll(/`[^`\n]*`/g, '`code`')
}

function linksOf(file: string, text: string): readonly Link[] {
  const inMarkdown = withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)
  const inHtml = withoutCode(text).matchAll(/(?:src|srcset|href)="([^"]+)"/g)
  return [...inMarkdown, ...inHtml].map(([, target = '']) => ({ file, target }))
}

/** The anchors of headings, as GitHub makes them. */
function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>()
  const anchors = [...text.replaceAll(/^(`{3,}).*?^\1$/gms, '').matchAll(/^#{1,6} +(.*)$/gm)].map(
    ([, heading = '']) => {
      const slug = heading
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .trim()
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
        .replaceAll(' ', '-')
      const times = seen.get(slug) ?? 0
      seen.set(slug, times + 1)
      return times === 0 ? slug : `${slug}-${times}`
    },
  )
  return new Set(anchors)
}

function whatIsWrong({ file, target }: Link): string | undefined {
  if (/^[a-z]+:/.test(target)) return target.startsWith('http:') ? 'not https' : undefined
  const [path = '', anchor] = target.split('#')
  const full = path === '' ? join(root, file) : normalize(join(root, dirname(file), path))
  if (relative(root, full).startsWith('..')) return 'outside of the repository'
  if (!existsSync(full)) return 'not there'
  if (anchor === undefined) return undefined
  if (statSync(full).isDirectory() || !full.endsWith('.md')) return 'an anchor in no document'
  return anchorsOf(readFileSync(full, 'utf8')).has(anchor) ? undefined : 'no such heading'
}

describe('the links of the documents', () => {
  const links = documents().flatMap((file) => linksOf(file, readFileSync(join(root, file), 'utf8')))

  test('lead to what is there', () => {
    expect(links.length).toBeGreaterThan(100)
    const wrong = links.flatMap((link) => {
      const why = whatIsWrong(link)
      return why === undefined ? [] : [`${link.file}: ${link.target}: ${why}`]
    })
    expect(wrong).toEqual([])
  })

  test('reach every document of docs/ from the README', () => {
    const reached = new Set(['README.md'])
    for (const file of reached) {
      for (const { target } of links.filter((link) => link.file === file)) {
        const path = normalize(join(dirname(file), target.split('#')[0] ?? ''))
        const page = path.endsWith('.md') ? path : join(path, 'README.md')
        if (documents().includes(page)) reached.add(page)
      }
    }
    expect(documents().filter((file) => !reached.has(file))).toEqual([])
  })

  test.each([
    ['gone.md', 'not there'],
    ['#no-such-heading', 'no such heading'],
    ['../../elsewhere.md', 'outside of the repository'],
    ['architecture.md#words', undefined],
    ['architecture.md#one-request-in-ten-steps', undefined],
  ])('a link to %s is judged', (target, why) => {
    expect(whatIsWrong({ file: 'docs/cli.md', target })).toBe(why)
  })
})
