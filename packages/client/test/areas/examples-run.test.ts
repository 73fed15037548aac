// Each example of the documentation runs: on the reference server where it has the action, else on answers as LabKey's
// sources write them, from the cases of the areas.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as client from '@wellkey/client'
import * as filters from '@wellkey/client/filters'
import * as urls from '@wellkey/client/urls'
import { startExampleServer, type ExampleServer } from './example-server.ts'
import { documented, examplesIn } from './read-examples.ts'

const examples = documented.flatMap(({ file, name, text }) =>
  examplesIn(text).map((code) => {
    const call = new RegExp(String.raw`\blabkey\.(\w+)\.${name}[(<]`).exec(code)
    return { method: call === null ? name : `${call[1]}.${name}`, file, code }
  }),
)

/** Those that send nothing. */
const pure = new Set([
  ...Object.keys(filters).filter((name) => !['queryParameters', 'parseFilters'].includes(name)),
  ...Object.keys(urls),
  'fieldKey',
  'schemaKey',
  'sqlStringLiteral',
  'sqlDateLiteral',
  'sqlDateTimeLiteral',
  'credential',
])

/** What has to be there before an example. */
const scenes: Readonly<Record<string, (labkey: client.LabKeyClient) => Promise<unknown>>> = {
  'containers.deleteContainer': (labkey) => labkey.containers.createContainer({ name: 'Visits' }),
  'containers.renameContainer': (labkey) => labkey.containers.createContainer({ name: 'Visits' }),
  'containers.moveContainer': (labkey) => labkey.containers.createContainer({ name: 'Old visits' }),
  'security.stopImpersonating': (labkey) =>
    labkey.security.impersonateUser({ email: 'ann@example.org' }),
  'domain.dropDomain': (labkey) => labkey.list.createList({ name: 'Codes', keyName: 'Key' }),
  'query.moveRows': (labkey) =>
    labkey.query.insertRows({
      schemaName: 'lists',
      queryName: 'Patients',
      rows: [{ PatientId: 'P-9001', Sex: 'F' }],
    }),
  'query.deleteQueryView': (labkey) =>
    labkey.query.saveQueryViews({
      schemaName: 'lists',
      queryName: 'Patients',
      views: [{ name: 'short', columns: [{ fieldKey: 'PatientId' }] }],
    }),
  'files.list': plates,
  'files.stat': plates,
  'files.exists': plates,
  'files.download': plates,
  'files.downloadTo': plates,
  'files.remove': plates,
  'files.move': plates,
  'files.copy': plates,
  'files.sync': plates,
  'keys.delete': twelveKeys,
  'keys.rotate': twelveKeys,
}

/** The files that the examples name. */
async function plates(labkey: client.LabKeyClient): Promise<void> {
  await labkey.files.createDirectory({ path: 'raw' })
  await labkey.files.upload({ path: 'raw/plate7.csv', content: 'Well,Value\nA1,0.5\n' })
}

async function twelveKeys(labkey: client.LabKeyClient): Promise<void> {
  const { length } = await labkey.keys.list()
  for (let count = length; count < 12; count++) await labkey.keys.create()
}

/** The server has these actions, but not what the example names: ids, and schemas of other modules. */
const byCases: Readonly<Record<string, readonly string[]>> = {
  'domain.updateDomain': ['property-updatedomain'],
  'experiment.saveMaterials': ['query-insertrows'],
  'pipeline.runTransform': ['query-selectrows'],
  'query.getData': ['query-getdata'],
  'security.savePolicy': ['security-getpolicy', 'security-savepolicy'],
}

type Example = (scope: object) => Promise<unknown>

let folder = ''
let runs: readonly Example[] = []

/** The client, with the files of this machine in the folder of the test. */
function inFolder(labkey: client.LabKeyClient): client.LabKeyClient {
  const { files } = labkey
  const within = <Api extends object>(api: Api, own: Partial<Api>): Api => ({ ...api, ...own })
  return within(labkey, {
    files: within(files, {
      downloadTo: (options) =>
        files.downloadTo({ ...options, file: join(folder, 'out', options.file) }),
      sync: (options) => files.sync({ ...options, folder: join(folder, 'out', options.folder) }),
    }),
  })
}

/** What the examples find around them. */
function scopeOf(
  server: ExampleServer | undefined,
  labkey: client.LabKeyClient | undefined,
  print: (...values: unknown[]) => void,
): object {
  return {
    ...client,
    ...filters,
    ...urls,
    labkey,
    createClient: server?.clientOf,
    pipeline,
    createReadStream: (name: string) => createReadStream(join(folder, name)),
    createWriteStream: (name: string) => createWriteStream(join(folder, 'out', name)),
    writeSecret: async () => {},
    console: { log: print, warn: print },
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-examples-'))
  const tsv = 'PatientId\tSex\nP-9001\tF\n'
  await Promise.all(
    ['plate7.tsv', 'patients.tsv'].map((name) => writeFile(join(folder, name), tsv)),
  )
  await mkdir(join(folder, 'out'))
  const names = Object.keys(scopeOf(undefined, undefined, () => {})).join(', ')
  const functions = examples.map(({ code }) => `async ({ ${names} }) => {{\n${code}\n}}`)
  const { outputText } = ts.transpileModule(
    `export const runs = [\n${functions.join(',\n')}\n]\n`,
    {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    },
  )
  const file = join(folder, 'examples.mjs')
  await writeFile(file, outputText)
  const made = (await import(pathToFileURL(file).href)) as { readonly runs: readonly Example[] }
  runs = made.runs
}, 30_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

let byServer = 0

test.each(examples.map(({ method }, index) => [method, index] as const))(
  '%s',
  async (method, index) => {
    const printed: unknown[] = []
    const server = await startExampleServer({ method, byCases: byCases[method] ?? [] })
    try {
      await scenes[method]?.(server.labkey)
      server.begin()
      const labkey = method.startsWith('files.') ? inFolder(server.labkey) : server.labkey
      await runs[index]?.(scopeOf(server, labkey, (...values) => printed.push(...values)))
    } finally {
      server.close()
    }
    expect(server.calls.filter(({ by }) => by === 'nobody')).toEqual([])
    expect(server.calls.length > 0).toBe(!pure.has(method))
    // What an example shows is there.
    expect(printed).not.toContain(undefined)
    if (server.calls.some(({ by }) => by === 'server')) byServer++
  },
)

test('many examples are answered by the reference server', () => {
  expect(examples.length).toBeGreaterThan(170)
  expect(byServer).toBeGreaterThan(60)
})
