import { expect, test } from 'vitest'
import { placeholder } from '@wellkey/server'
import { setupServer } from 'msw/node'
import axios from 'axios'
test('x', () => {
  expect(placeholder).toBe('x')
  setupServer()
  axios.create()
})
