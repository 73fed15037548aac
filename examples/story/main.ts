// Plays the main job from end to end, with real parts: a server, a browser session, a key in a netrc
// file, a script, curl, the audit, and the end of the session. Touches nothing of the user's own.
import { rmSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { createClient, fromValue } from '@wellkey/client'
import { openBrowser, type Browser } from './browser.ts'
import { colour, columns, command, facts, good, step, tell } from './page.ts'
import { programs, runCommand, runProgram, startServer, type ServerLine } from './programs.ts'

const declared = {
  activity: 'Quality control of assay results',
  irb: 'IRB-2026-0117',
  phi: 'Limited',
} as const
const question = {
  schemaName: 'lists',
  queryName: 'Results',
  columns: ['ResultId', 'Analyte', 'Value', 'Unit'],
  maxRows: 25,
} as const

const started = performance.now()
const home = await mkdtemp(join(tmpdir(), 'wellkey-story-'))
const netrc = join(home, 'netrc')
// The programs see this folder as their home, and none of the user's own LABKEY variables.
const env: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: home,
  USERPROFILE: home,
  NETRC: netrc,
  ...(process.env['SystemRoot'] && { SystemRoot: process.env['SystemRoot'] }),
}

// Ctrl-C ends the programs too; what is left to do is to take the folder away, the key is in it.
for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    rmSync(home, { recursive: true, force: true })
    process.exit(exitCode)
  })
}

console.log(colour('bold', '\n A session key, from the browser to a script and back'))
step(1, 'Start a reference LabKey Server')
const server = await startServer(env)
try {
  await play(server.line)
} finally {
  await server.stop()
  await rm(home, { recursive: true, force: true })
}
const seconds = ((performance.now() - started) / 1000).toFixed(1)
console.log(
  `\n ${colour('green', '✓')} The whole story took ${seconds} s, and nothing is left of it.`,
)

async function play({ url, container, users }: ServerLine): Promise<void> {
  const researcher = userOf(users, 'editor')
  const inScript = { ...env, LABKEY_BASE_URL: url, LABKEY_CONTAINER: container }
  facts({
    server: url,
    users: users.map(({ email, role }) => `${email} (${role})`).join(', '),
    containers: `${container} (terms and declaration needed), /Open Data`,
  })

  step(2, 'Log in as a browser would, declare the use of the data, generate a session key')
  const browser = openBrowser(url)
  await logIn(browser, container, researcher)
  const key = await generateSessionKey(browser, container)
  facts({
    user: researcher.email,
    activity: declared.activity,
    'IRB number': declared.irb,
    'PHI level': declared.phi,
    'session key': `${key.length} characters, shown once, bound to this browser session`,
  })

  step(3, 'Store the key: it goes in by stdin, never by the command line')
  command(`pbpaste | wellkey login ${url} --with-key --store netrc`)
  const login = await runProgram(
    programs.wellkey,
    ['login', url, '--with-key', '--store', 'netrc'],
    {
      env,
      stdin: key,
    },
  )
  tell(login.output)
  expectCode(login.exitCode, 0, 'wellkey login')
  const mode = ((await stat(netrc)).mode & 0o777).toString(8).padStart(4, '0')
  tell(colour('dim', `${netrc}, mode ${mode}:`))
  tell((await readFile(netrc, 'utf8')).replaceAll(key, '****'))

  step(4, 'Run a script of ten lines')
  command('node examples/select-rows.ts')
  const script = await runProgram(programs.selectRows, [], { env: inScript })
  tell(script.output)
  expectCode(script.exitCode, 0, 'examples/select-rows.ts')

  step(5, 'Read the same rows with curl, from the same netrc file')
  await compareWithCurl(url, container, inScript)

  step(6, 'Read what the server wrote down about it, as its administrator')
  await showAudit(url, userOf(users, 'admin'))

  step(7, 'Log out in the browser, and run the script again')
  await browser.submit(`${encodeURI(container)}/login-logout.view`, {})
  command('node examples/select-rows.ts')
  const refused = await runProgram(programs.selectRows, [], { env: inScript })
  tell(colour('red', refused.output.trimEnd()))
  expectCode(refused.exitCode, 4, 'examples/select-rows.ts')
  good('exit code 4: the key is refused, since its session has ended')
}

function userOf(users: ServerLine['users'], role: string): ServerLine['users'][number] {
  const user = users.find((one) => one.role === role)
  if (user === undefined) throw new Error(`The demo has no ${role}`)
  return user
}

async function logIn(
  browser: Browser,
  container: string,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<void> {
  const folder = encodeURI(container)
  const start = `${folder}/project-begin.view`
  // Each page leads to the next: login, terms of use, declaration, and then the container itself.
  await browser.get(start)
  await browser.submit(`${folder}/login-login.view`, { email, password, returnUrl: start })
  await browser.submit(`${folder}/login-agreeToTerms.view`, {
    approvedTermsOfUse: 'true',
    returnUrl: start,
  })
  const fields = { ...declared, acceptTerms: 'true', returnUrl: start }
  const page = await browser.submit(`${folder}/compliance-declare.view`, fields)
  if (!page.url.pathname.endsWith('/project-begin.view')) {
    throw new Error(`The declaration led to ${page.url.pathname} instead of ${start}`)
  }
}

async function generateSessionKey(browser: Browser, container: string): Promise<string> {
  const path = `${encodeURI(container)}/security-createApiKey.api`
  const { text } = await browser.submit(path, { type: 'session' })
  return (JSON.parse(text) as { readonly apikey: string }).apikey
}

async function compareWithCurl(
  url: string,
  container: string,
  inScript: NodeJS.ProcessEnv,
): Promise<void> {
  const { schemaName, queryName, maxRows } = question
  const names = question.columns.join(',')
  const parameters = new URLSearchParams({
    schemaName,
    'query.queryName': queryName,
    'query.columns': names,
    'query.maxRows': String(maxRows),
  })
  const address = `${url}${encodeURI(container)}/query-selectRows.api`
  command(
    `curl --get --netrc-file ${netrc} \\\n    --data '${decodeURIComponent(String(parameters))}' \\\n    '${address}'`,
  )
  const args = ['--silent', '--show-error', '--fail', '--get', '--netrc-file', netrc, address]
  const curl = await runCommand('curl', [...args, '--data', String(parameters)], inScript)
  if (curl === undefined) {
    tell('curl is not installed here, so this step is left out')
    return
  }
  expectCode(curl.exitCode, 0, 'curl')
  const select = ['query', 'select', schemaName, queryName, '--json', '--limit', String(maxRows)]
  const words = [...select, '--columns', names]
  const wellkey = await runProgram(programs.wellkey, words, { env: inScript })
  expectCode(wellkey.exitCode, 0, 'wellkey query select')
  const theirs = plainRows((JSON.parse(curl.output) as { readonly rows: Row[] }).rows)
  const ours = plainRows(JSON.parse(wellkey.output) as Row[])
  if (ours.length === 0 || !isDeepStrictEqual(ours, theirs)) {
    throw new Error('curl and wellkey read different rows')
  }
  good(`curl and wellkey query select read the same ${ours.length} rows`)
}

type Row = Readonly<Record<string, unknown>>

/** Format 8.3 puts a link beside some values, under `_labkeyurl_NAME`; the client leaves it out. */
function plainRows(rows: readonly Row[]): readonly Row[] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('_labkeyurl_'))),
  )
}

interface AuditRow {
  readonly User: string
  readonly Activity: string
  readonly IRB: string
  readonly PhiLevel: string
  readonly SchemaName: string
  readonly QueryName: string
  readonly RowCount: number
}

async function showAudit(
  url: string,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<void> {
  const labkey = createClient({
    baseUrl: url,
    credentials: fromValue({ login: email, secret: password }),
    environment: {},
  })
  const { rows } = await labkey.query.selectRows<AuditRow>({
    schemaName: 'auditLog',
    queryName: 'SelectQuery',
    columns: ['User', 'Activity', 'IRB', 'PhiLevel', 'SchemaName', 'QueryName', 'RowCount'],
  })
  const lines = rows.map(({ User, Activity, IRB, PhiLevel, SchemaName, QueryName, RowCount }) => ({
    user: User,
    activity: Activity,
    IRB,
    PHI: PhiLevel,
    query: `${SchemaName}.${QueryName}`,
    rows: String(RowCount),
  }))
  if (lines.length === 0) throw new Error('The audit is empty')
  columns(lines)
}

function expectCode(actual: number, expected: number, what: string): void {
  if (actual === expected) return
  throw new Error(`${what} ended with exit code ${actual} instead of ${expected}`)
}
