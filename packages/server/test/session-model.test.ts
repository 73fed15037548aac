import { expect, test } from 'vitest'

import { runModel } from './model/run-model.ts'

test('150 random interleavings of people, keys, impersonation and time equal the model', async () => {
  await expect(runModel(150)).resolves.toBeUndefined()
})
