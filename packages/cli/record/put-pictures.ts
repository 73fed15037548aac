import type { Pictures } from './pictures.ts'

/** Puts pictures into a page, each below its mark `<!-- record: NAME -->`, in place of the old one. */
export function putPictures(page: string, pictures: Pictures): string {
  let text = page
  for (const [name, picture] of Object.entries(pictures)) {
    const mark = `<!-- record: ${name} -->\n`
    const from = text.indexOf(mark)
    if (from < 0) throw new Error(`The page has no mark ${mark.trim()}`)
    const start = from + mark.length
    const isThere = text.startsWith('```text\n', start)
    const end = isThere ? text.indexOf('\n```\n', start) + '\n```\n'.length : start
    text = `${text.slice(0, start)}\`\`\`text\n${picture}\n\`\`\`\n${text.slice(end)}`
  }
  return text
}
