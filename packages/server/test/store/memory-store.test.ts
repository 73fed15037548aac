import { createMemoryStore } from '@wellkey/server'

import { storeContract } from './store-contract.ts'

storeContract('createMemoryStore', async (setup) =>
  createMemoryStore({ ...setup, passwordHashes: () => Promise.resolve(new Map()) }),
)
