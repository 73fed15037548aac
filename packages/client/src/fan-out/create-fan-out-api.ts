import type { LabKeyClient } from '../create-client.ts'
import { copyOf, type Use } from '../create-use.ts'
import type * as functions from '../request-functions.ts'
import { runLater } from '../run-later.ts'
import type { FanOutApi } from './fan-out-api.ts'
import type { FanOutArguments } from './fan-out.ts'

/** Makes `all` and `each` of a client; their lists are copied at once, as options are. */
export function createFanOutApi(labkey: () => LabKeyClient, use: Use<typeof functions>): FanOutApi {
  return {
    all: (...given: readonly unknown[]) => use(copied(given), ({ all }, own) => all(labkey(), own)),
    each: (...given: readonly unknown[]) =>
      runLater(use.later(copied(given), ({ fanOut }, own) => fanOut(labkey(), 'each', own))),
    // What the calls give, the function that fans out hands on without a look.
  } as FanOutApi
}

function copied(given: readonly unknown[]): FanOutArguments {
  return given.map(copyOf) as unknown as FanOutArguments
}
