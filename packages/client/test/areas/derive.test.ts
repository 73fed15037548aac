// What LabKey refuses to derive is refused before it is sent, by the option's name.
import { createClient } from '@wellkey/client'
import { expect, test } from 'vitest'
import { rejection } from '../recording-server.ts'

const labkey = createClient({ baseUrl: 'http://127.0.0.1:9', credentials: 'anonymous' })
const output = [{ values: { Name: 'P-1' } }]
const targets = { targetSampleType: 'urn:plasma', targetDataClass: 'urn:file' }

test.each([
  [targets, 'materialOutputs must be there, or materialOutputCount'],
  [{ materialOutputCount: 2 }, 'targetSampleType must be there for new samples'],
  [{ dataOutputs: output }, 'targetDataClass must be there for new data'],
  [
    { ...targets, materialOutputs: output, materialOutputCount: 1 },
    'materialOutputCount must be left out',
  ],
  [{ ...targets, dataOutputs: output, dataOutputCount: 1 }, 'dataOutputCount must be left out'],
])('experiment.derive refuses %j', async (options, message) => {
  expect(await rejection(labkey.experiment.derive(options))).toMatchObject({
    code: 'ERR_LABKEY_OPTIONS',
    message: expect.stringContaining(`experiment.derive: ${message}`) as string,
  })
})
