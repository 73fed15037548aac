import {
  createClient,
  fromValue,
  isLabKeyError,
  LabKeyConflictError,
  LabKeyValidationError,
} from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import { rejection, sampleKey, startServer, type Reply } from './recording-server.ts'

const insert = { controller: 'query', action: 'insertRows', body: {} }
const patient = 'PATIENT-JANE-DOE'

async function errorOf(reply: Reply) {
  const server = await startServer(() => reply)
  const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
  return rejection(labkey.request(insert))
}

describe('LabKeyValidationError', () => {
  const field = { id: 'Name', field: 'Name', msg: 'Missing value', message: 'Missing value' }

  test.each([
    ['fields', 400, { errors: [field] }, [{ field: 'Name', message: 'Missing value' }]],
    [
      'rows with fields',
      400,
      {
        errorCount: 1,
        errors: [{ exception: 'x', row: { Name: patient }, rowNumber: 1, errors: [field] }],
      },
      [{ rowNumber: 1, field: 'Name', message: 'Missing value' }],
    ],
    [
      'rows in the object of newer forms, under 200',
      200,
      {
        success: undefined,
        exception: undefined,
        rowsAffected: 1,
        errors: {
          exception: 'x',
          errorCount: 2,
          errors: [{ rowNumber: 2, errors: [field] }, { exception: 'whole' }],
        },
      },
      [{ rowNumber: 2, field: 'Name', message: 'Missing value' }, { message: 'whole' }],
    ],
    [
      'an import',
      400,
      { errors: { _form: 'No file', Age: ['not a number'] } },
      [{ message: 'No file' }, { field: 'Age', message: 'not a number' }],
    ],
  ])('names what is wrong: %s', async (_name, status, body, rowErrors) => {
    const error = await errorOf({
      status,
      body: { success: false, exception: 'It is wrong', ...body },
    })
    expect(error).toBeInstanceOf(LabKeyValidationError)
    expect(error).toMatchObject({ code: 'ERR_LABKEY_VALIDATION', status, rowErrors })
    expect(JSON.stringify(error)).not.toContain(patient)
  })

  test('keeps secrets out of its words', async () => {
    const message = `no: ${sampleKey}`
    const error = await errorOf({ status: 400, body: { success: false, errors: [{ message }] } })
    expect(error).toMatchObject({ serverMessage: 'no: ****', rowErrors: [{ message: 'no: ****' }] })
  })
})

describe('LabKeyConflictError', () => {
  test.each([
    [409, {}],
    [500, { exceptionClass: 'org.labkey.api.data.OptimisticConflictException' }],
  ])('is for a %i', async (status, more) => {
    const error = await errorOf({ status, body: { success: false, exception: 'changed', ...more } })
    expect(error).toBeInstanceOf(LabKeyConflictError)
    expect(error).toMatchObject({ code: 'ERR_LABKEY_CONFLICT', status })
  })
})

describe('isLabKeyError()', () => {
  test('knows the errors of the package, by code, and nothing else', async () => {
    const error = await errorOf({ status: 403, body: { success: false, exception: 'no' } })
    expect(isLabKeyError(error)).toBe(true)
    expect(isLabKeyError(error, 'ERR_LABKEY_FORBIDDEN')).toBe(true)
    expect(isLabKeyError(error, 'ERR_LABKEY_NOT_FOUND')).toBe(false)
    const alike = Object.assign(new Error('x'), { code: 'ERR_LABKEY_FORBIDDEN' })
    for (const other of [alike, undefined, null, 'x', {}]) expect(isLabKeyError(other)).toBe(false)
  })
})
