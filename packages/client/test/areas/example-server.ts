// A site for one example of the documentation: the reference server, and answers from the cases of the areas for the
// actions that it has not got.
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { createClient, fromValue, type ClientOptions, type LabKeyClient } from '@wellkey/client'
import { createServer, demoOptions } from '@wellkey/server'
import { proofs } from '../api-coverage/proofs.ts'
import { areas } from './area-cases.ts'

const baseUrl = 'https://labkey.example.org'

export interface ExampleServer {
  readonly labkey: LabKeyClient
  /** A client of the same server, whatever its options say about credentials. */
  readonly clientOf: (options: ClientOptions) => LabKeyClient
  /** The actions that were called since the last `begin`, and who answered. */
  readonly calls: { readonly action: string; readonly by: 'server' | 'cases' | 'nobody' }[]
  begin(): void
  close(): void
}

/** Which example it is for. */
export interface ExampleServerOptions {
  /** The method, as `security.createUser`. */
  readonly method: string
  /** Actions that are answered by cases although the server has them: it has not got what the example names. */
  readonly byCases: readonly string[]
}

/** What no case has: another action's answer would not fit what the example sends. */
const ownAnswers: readonly (readonly [string, unknown])[] = [
  ['mymodule-summarise', { rowCount: 3 }],
  // The job of a transform, in the table of another module.
  [
    'query-selectrows',
    { metaData: { fields: [] }, rows: [{ RowId: 7, Status: 'COMPLETE' }], rowCount: 1 },
  ],
  [
    'property-inferdomain',
    {
      success: true,
      fields: [
        { name: 'Animal', rangeURI: 'string' },
        { name: 'Weight', rangeURI: 'double' },
      ],
    },
  ],
]

const answersOfCases = new Map<string, unknown>(
  areas.flatMap(({ cases }) =>
    Object.values(cases).flatMap((one) =>
      [...(one.before ?? []), one].map(
        ({ asks, answer }) => [actionOf(asks), answer] as readonly [string, unknown],
      ),
    ),
  ),
)
for (const [action, answer] of ownAnswers) answersOfCases.set(action, answer)

function actionOf(path: string): string {
  return path
    .replace(/^.*\//, '')
    .replace(/\.\w+$/, '')
    .toLowerCase()
}

export async function startExampleServer(options: ExampleServerOptions): Promise<ExampleServer> {
  const { method, byCases } = options
  const demo = demoOptions()
  const containers = ['/Demo Study', '/Demo Study/Archive', '/Open Data', '/Trials']
  const [admin] = demo.users
  if (admin?.role !== 'admin') throw new Error('the first user of the demo is no administrator')
  const server = createServer({
    ...demo.options,
    users: [...demo.users, { ...admin, email: 'ann@example.org', role: 'editor' }],
    containers: [...containers, '/Archive', '/Shared'].map((path) => ({ path })),
    tables: (demo.options.tables ?? []).map((table) => ({ ...table, containers })),
    settings: {
      ...demo.options.settings,
      passwordCost: { cost: 1024, blockSize: 8, parallelization: 1 },
    },
  })
  const calls: { action: string; by: 'server' | 'cases' | 'nobody' }[] = []

  const answerOf = async (action: string, request: Request) => {
    if (!byCases.includes(action)) {
      const answer = await server.fetch(request)
      const isUnknown =
        answer.status === 404 &&
        answer.headers.get('content-type')?.startsWith('text/html') === true
      if (!isUnknown) return { answer, by: 'server' } as const
    }
    const own = proofs[method]?.answers.at(-1) ?? answersOfCases.get(action)
    if (own === undefined)
      return { answer: new Response(null, { status: 404 }), by: 'nobody' } as const
    const isFile = typeof own === 'object' && own !== null && 'stream' in own
    const answer = isFile
      ? new HttpResponse(String(own.stream), { headers: { 'Content-Type': 'application/zip' } })
      : HttpResponse.json(own as object)
    return { answer, by: 'cases' } as const
  }

  const msw = setupServer(
    http.all(`${baseUrl}/*`, async ({ request }) => {
      const action = actionOf(decodeURIComponent(new URL(request.url).pathname))
      const { answer, by } = await answerOf(action, request)
      calls.push({ action, by })
      return answer
    }),
  )
  msw.listen({ onUnhandledRequest: 'error' })
  const browser = createClient({ baseUrl, credentials: 'anonymous', environment: {} })
  const form = { email: admin.email, password: admin.password }
  await browser.request({ controller: 'login', action: 'loginApi', form })
  const key = await browser.keys.create()
  const clientOf = (given: ClientOptions) =>
    createClient({
      container: '/Demo Study',
      ...given,
      baseUrl,
      credentials: fromValue(key),
      environment: {},
      retry: false,
    })
  return {
    labkey: clientOf({}),
    clientOf,
    calls,
    begin: () => {
      calls.length = 0
    },
    close: () => msw.close(),
  }
}
