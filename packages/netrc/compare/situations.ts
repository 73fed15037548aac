// What happens to real files: each situation is one run of one library, and its answer is a cell.
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Library } from './libraries.ts'

export interface Situation {
  readonly name: string
  readonly run: (library: Library) => string
}

const labkey = 'machine localhost\nlogin apikey\npassword the_long_string_session_apikey\n'

function reads(
  name: string,
  text: string,
  host: string,
  login: string,
  password: string,
): Situation {
  return {
    name: `read: ${name}`,
    run: ({ read }) => {
      const found = read(text, host)
      const isRight = found?.login === login && found.password === password
      if (isRight) return 'yes'
      return found?.login === undefined && found?.password === undefined ? 'nothing' : 'wrong'
    },
  }
}

function edits(name: string, before: string, after: string): Situation {
  return {
    name: `change a password: ${name}`,
    run: ({ save }) =>
      inFolder((folder) => {
        const file = join(folder, 'netrc')
        writeFileSync(file, before, { mode: 0o600 })
        save(file, 'h', 'NEW')
        const text = readFileSync(file, 'utf8')
        if (text === after) return 'yes'
        return text.includes('undefined') ? 'writes `undefined`' : 'changes more'
      }),
  }
}

function inFolder(action: (folder: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-compare-'))
  try {
    return action(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function entryOf(at: number): string {
  return `machine h${at}.example\n  login u${at}\n  password p${at}\n`
}

const line = 'machine h login u password p\n'
const changed = 'machine h login u password NEW\n'

export const situations: readonly Situation[] = [
  reads("LabKey's own example", labkey, 'localhost', 'apikey', 'the_long_string_session_apikey'),
  reads('CRLF', 'machine h\r\n  login u\r\n  password p\r\n', 'h', 'u', 'p'),
  reads('byte order mark', `\ufeff${line}`, 'h', 'u', 'p'),
  reads('password in quotes', 'machine h login u password "p w"\n', 'h', 'u', 'p w'),
  reads('`#` in the password', 'machine h login u password p#q\n', 'h', 'u', 'p#q'),
  reads('comment behind the entry', 'machine h login u password p # work\n', 'h', 'u', 'p'),
  reads('second machine on the line', `machine a login x password y ${line}`, 'h', 'u', 'p'),
  reads('`default` above', `default login d password dp\n${line}`, 'h', 'u', 'p'),
  reads('macro above', `macdef m\ncd /pub\n\n${line}`, 'h', 'u', 'p'),
  {
    name: 'read: an entry that is commented out is not used',
    run: ({ read }) =>
      read('# machine h login u password p\n', 'h')?.password === undefined ? 'yes' : 'used',
  },
  {
    name: 'read: no entry for `constructor`',
    run: ({ read }) => (read(line, 'constructor') === undefined ? 'yes' : 'finds one'),
  },
  reads(
    'CRLF, comment, name of 41 letters',
    `machine ${'h'.repeat(41)} login u password p # c\r\n`,
    'h'.repeat(41),
    'u',
    'p',
  ),
  {
    name: 'read: CR behind a comment, name of 41 letters, ends',
    run: ({ read }) => {
      read(`machine ${'h'.repeat(41)} # c\r`, 'h')
      return 'yes'
    },
  },
  edits(
    'comment on the line stays',
    'machine h login u password p # work\n',
    'machine h login u password NEW # work\n',
  ),
  edits(
    'empty lines and comments stay',
    `# top\n\n${line}\n# end\n`,
    `# top\n\n${changed}\n# end\n`,
  ),
  edits('CRLF stays', line.replace('\n', '\r\n'), changed.replace('\n', '\r\n')),
  edits(
    'second entry of the host stays',
    `${line}machine h login v password q\n`,
    `${changed}machine h login v password q\n`,
  ),
  edits(
    'order stays',
    'machine z login u password p\nmachine h password p login u\n',
    'machine z login u password p\nmachine h password NEW login u\n',
  ),
  edits(
    '`default` stays',
    `${line}default login d password dp\n`,
    `${changed}default login d password dp\n`,
  ),
  edits('missing line end at the end stays', line.trimEnd(), changed.trimEnd()),
  {
    name: 'a password with a line end cannot add an entry',
    run: ({ read, save }) =>
      inFolder((folder) => {
        const file = join(folder, 'netrc')
        writeFileSync(file, line, { mode: 0o600 })
        try {
          save(file, 'h', 'p\nmachine evil login e password e')
        } catch {
          return 'refused'
        }
        return read(readFileSync(file, 'utf8'), 'evil') === undefined ? 'yes' : 'adds it'
      }),
  },
  {
    name: 'save: a file with mode 0644 becomes 0600',
    run: ({ save }) =>
      inFolder((folder) => {
        const file = join(folder, 'netrc')
        writeFileSync(file, line)
        chmodSync(file, 0o644)
        save(file, 'h', 'NEW')
        const mode = (statSync(file).mode & 0o777).toString(8)
        return mode === '600' ? 'yes' : `stays 0${mode}`
      }),
  },
  {
    name: 'save: a symbolic link stays one',
    run: ({ save }) =>
      inFolder((folder) => {
        writeFileSync(join(folder, 'target'), line, { mode: 0o600 })
        const file = join(folder, 'netrc')
        symlinkSync('target', file)
        save(file, 'h', 'NEW')
        return lstatSync(file).isSymbolicLink() ? 'yes' : 'no'
      }),
  },
  ...[1000, 10_000].map((count) => ({
    name: `time to parse ${count.toLocaleString('en')} entries and find the last`,
    run: ({ read }: Library): string => {
      const text = Array.from({ length: count }, (_, at) => entryOf(at)).join('')
      const times: number[] = []
      const end = performance.now() + 2000
      do {
        const start = performance.now()
        read(text, `h${count - 1}.example`)
        times.push(performance.now() - start)
      } while (performance.now() < end)
      const median = times.toSorted((one, other) => one - other)[times.length >> 1] ?? Number.NaN
      return `${median < 10 ? median.toFixed(1) : median.toFixed(0)} ms`
    },
  })),
]
