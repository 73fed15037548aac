// Answers every action in LabKey's place, and tells what came.
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { createClient, fromValue, type LabKeyClient } from '@wellkey/client'
import { sampleKey } from '../recording-server.ts'

export interface Came {
  /** `POST /Demo Study/core-createContainer` */
  readonly asks: string
  readonly params: readonly (readonly [string, string])[]
  readonly contentType: string
  readonly body: string
  readonly authorization: string | null
  readonly csrf: string | null
}

export interface StandIn {
  readonly labkey: LabKeyClient
  readonly came: Came[]
  /** In turn; the last one goes on. */
  answers: readonly unknown[]
  status: number
  start(): void
  stop(): void
}

/** A client, and what stands in for its server: nothing leaves the process. */
export function createStandIn(): StandIn {
  const standIn: StandIn = {
    labkey: createClient({
      baseUrl: 'http://127.0.0.1:9/labkey',
      container: '/Demo Study',
      credentials: fromValue(sampleKey),
      environment: {},
      retry: false,
    }),
    came: [],
    answers: [],
    status: 200,
    start: () => msw.listen({ onUnhandledRequest: 'error' }),
    stop: () => msw.close(),
  }
  const msw = setupServer(
    http.all('http://127.0.0.1:9/labkey/*', async ({ request }) => {
      const url = new URL(request.url)
      const path = decodeURIComponent(url.pathname)
        .replace(/^\/labkey/, '')
        .replace(/\.(?:api|view)$/, '')
      standIn.came.push({
        asks: `${request.method} ${path}`,
        params: [...url.searchParams],
        contentType: request.headers.get('content-type') ?? '',
        body: await request.text(),
        authorization: request.headers.get('authorization'),
        csrf: request.headers.get('x-labkey-csrf'),
      })
      const { answers, status } = standIn
      const answer = answers[standIn.came.length - 1] ?? answers.at(-1)
      // A file, as exports are.
      if (typeof answer === 'object' && answer !== null && 'stream' in answer) {
        return new HttpResponse(String(answer.stream), {
          headers: { 'Content-Type': 'application/zip' },
        })
      }
      return HttpResponse.json(answer as object, { status })
    }),
  )
  return standIn
}
