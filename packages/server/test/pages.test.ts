import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { createServer, demoOptions } from '@wellkey/server'
import type { Listening } from '@wellkey/server'

import { basic } from './browser.ts'
import { hasChromium, startChromium } from './chromium.ts'

const demo = demoOptions()
const server = createServer({
  ...demo.options,
  settings: {
    ...demo.options.settings,
    allowApiKeys: false,
    allowSessionKeys: false,
    passwordCost: { cost: 16, blockSize: 1, parallelization: 1 },
  },
})
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const [admin, researcher] = demo.users

const looks = [
  { look: 'light-wide', colorScheme: 'light', width: 1280 },
  { look: 'dark-wide', colorScheme: 'dark', width: 1280 },
  { look: 'dark-narrow', colorScheme: 'dark', width: 360 },
  { look: 'light-narrow', colorScheme: 'light', width: 360 },
] as const

interface Axe {
  readonly run: (
    options: object,
  ) => Promise<{ readonly violations: { id: string; nodes: { html: string }[] }[] }>
}

/** Runs in the page. */
async function violations(): Promise<unknown> {
  const { axe: loaded } = globalThis as unknown as { axe: Axe }
  // Only what is wrong is told: passes take longer to write down than to find.
  const found = await loaded.run({ resultTypes: ['violations'] })
  return found.violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)])
}

describe.skipIf(!hasChromium)('the pages, in Chromium', { timeout: 120_000 }, () => {
  let browser: Browser
  let listening: Listening

  beforeAll(async () => {
    ;[browser, listening] = await Promise.all([startChromium(), server.listen()])
  })
  afterAll(async () => {
    await browser.close()
    await listening.close()
  })

  async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context = await browser.newContext(options)
    context.setDefaultTimeout(30_000)
    return context.newPage()
  }

  async function signIn(page: Page, user: typeof admin): Promise<void> {
    await page.goto(`${listening.url}/login-login.view`)
    await page.getByLabel('Email').fill(user?.email ?? '')
    await page.getByLabel('Password').fill(user?.password ?? '')
    await page.getByRole('button', { name: 'Sign in' }).click()
  }

  async function choose(page: Page, menu: string, item: string): Promise<void> {
    await page.getByRole('navigation').getByText(menu, { exact: true }).click()
    await page.getByRole('navigation').getByText(item, { exact: true }).click()
  }

  async function switchKeysOn(page: Page): Promise<void> {
    await page.goto(`${listening.url}/admin-customizeSite.view`)
    await page.getByLabel('Let users create API keys').check()
    await page.getByLabel('Let users create session keys').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The settings are saved.').waitFor()
  }

  async function rowsByKey(key: string, container: string): Promise<Response> {
    const query = 'query-selectRows.api?schemaName=lists&query.queryName=Patients&query.maxRows=1'
    return fetch(`${listening.url}/${encodeURIComponent(container)}/${query}`, {
      headers: basic(key),
    })
  }

  test('tell the whole story by clicking: settings, declaration, key, clipboard, use, sign-out', async () => {
    const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] })
    const problems: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    page.on('pageerror', (error) => problems.push(error.message))

    // The administrator switches both kinds of keys on.
    await signIn(page, admin)
    await choose(page, 'admin', 'External Tool Access')
    expect(await page.getByRole('button', { name: 'Generate' }).count()).toBe(0)
    await choose(page, 'Admin', 'Site Settings')
    await page.getByLabel('Let users create API keys').check()
    await page.getByLabel('New API keys expire after').selectOption({ label: '30 days' })
    await page.getByLabel('Let users create session keys').check()
    await page.getByRole('button', { name: 'Save' }).click()
    expect(await page.getByRole('status').textContent()).toBe('The settings are saved.')
    await choose(page, 'admin', 'Sign out')

    // A researcher signs in, agrees, declares and signs.
    await signIn(page, researcher)
    await page.getByRole('link', { name: 'Demo Study' }).click()
    await page.getByLabel('I agree to these terms').check()
    await page.getByRole('button', { name: 'Agree' }).click()
    await page.getByLabel('Role or activity').fill('Quality improvement')
    await page.getByLabel('IRB number').fill('2024-0117')
    await page.getByLabel('Limited PHI').check()
    await page.getByRole('button', { name: 'Continue to the terms' }).click()
    const terms = page.locator('blockquote')
    expect(await terms.textContent()).toMatch(/for Quality improvement under IRB number 2024-0117/)
    await page.getByRole('button', { name: 'Change my choices' }).click()
    expect(await page.getByLabel('IRB number').inputValue()).toBe('2024-0117')
    await page.getByLabel('Full PHI').check()
    await page.getByRole('button', { name: 'Continue to the terms' }).click()
    expect(await terms.textContent()).toContain('I will see full PHI')
    await page.getByLabel('I have read these terms and sign them').check()
    await page.getByRole('button', { name: 'Sign and continue' }).click()
    expect(await page.getByRole('definition').allTextContents()).toContain('Full PHI')

    // A session key, copied to the clipboard and shown once.
    await choose(page, 'researcher', 'External Tool Access')
    await page.getByRole('button', { name: 'Generate Session Key' }).click()
    await page.getByText('This key will not be shown again').waitFor()
    await page.getByRole('button', { name: 'Copy to clipboard' }).click()
    await page.getByText('Copied to the clipboard').waitFor()
    const key = await page.evaluate<string>('navigator.clipboard.readText()')
    expect(key).toMatch(/^[0-9a-f]{64}$/)
    expect(await page.getByLabel('Your new session key').inputValue()).toBe(key)
    await page.getByRole('link', { name: 'Done' }).click()
    expect(await page.content()).not.toContain(key)
    // Nor does going back bring it back: the browser keeps no page that must not be stored.
    await expect(page.goBack()).rejects.toThrow('ERR_CACHE_MISS')
    await page.waitForURL('chrome-error://chromewebdata/')
    await page.goto(`${listening.url}/Demo%20Study/project-begin.view`)
    expect((await rowsByKey(key, 'Demo Study')).status).toBe(200)

    // An API key with a description, which cannot read the study and can be deleted.
    await choose(page, 'researcher', 'External Tool Access')
    await page.getByLabel('Description').fill('nightly import')
    await page.getByRole('button', { name: 'Generate API Key' }).click()
    const apiKey = await page.getByLabel('Your new API key').inputValue()
    expect((await rowsByKey(apiKey, 'Open Data')).status).toBe(200)
    const refused = await rowsByKey(apiKey, 'Demo Study')
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining('generate a session key'),
    ])
    await page.getByRole('button', { name: 'Delete API key: nightly import' }).click()
    await page.getByText('The API key is deleted').waitFor()
    expect((await rowsByKey(apiKey, 'Open Data')).status).toBe(401)

    // Signing out ends the session key.
    await choose(page, 'researcher', 'Sign out')
    expect((await rowsByKey(key, 'Demo Study')).status).toBe(401)

    // The administrator finds the access in the audit.
    await signIn(page, admin)
    await choose(page, 'Admin', 'Audit Log')
    await page.getByLabel('Events').selectOption({ label: 'Query access' })
    await page.getByRole('button', { name: 'Show' }).click()
    const access = page.getByRole('row').filter({ hasText: 'session key' }).first()
    expect(await access.textContent()).toMatch(/researcher@example.*lists\.Patients.*2024-0117/s)
    expect(await page.getByText('The chain of records is whole').count()).toBe(1)

    // And sees the site as somebody else.
    await choose(page, 'Admin', 'Impersonate')
    await page.getByRole('combobox', { name: 'User' }).selectOption({ index: 0 })
    await page.getByRole('button', { name: 'Impersonate a user' }).click()
    await page.getByText('admin is impersonating').waitFor()
    await page.getByRole('button', { name: 'Stop impersonating' }).click()
    expect(await page.getByText('is impersonating').count()).toBe(0)
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('work by keyboard alone', async () => {
    const page = await open()
    await page.goto(`${listening.url}/login-login.view`)
    await page.keyboard.type(researcher?.email ?? '')
    await page.keyboard.press('Tab')
    await page.keyboard.type(researcher?.password ?? '')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to content')
    await page.locator('summary').last().focus()
    await page.keyboard.press('Enter')
    const item = page.getByRole('link', { name: 'External Tool Access' })
    expect(await item.isVisible()).toBe(true)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Escape')
    expect(await item.isVisible()).toBe(false)
    expect(await page.locator(':focus').innerText()).toContain('researcher')
    await page.context().close()
  })

  test('work without script, but for the clipboard', async () => {
    const page = await open({ javaScriptEnabled: false })
    await signIn(page, admin)
    await switchKeysOn(page)
    await choose(page, 'admin', 'External Tool Access')
    await page.getByRole('button', { name: 'Generate Session Key' }).click()
    expect(await page.getByLabel('Your new session key').inputValue()).toMatch(/^[0-9a-f]{64}$/)
    expect(await page.getByRole('button', { name: 'Copy to clipboard' }).isVisible()).toBe(false)
    await page.context().close()
  })

  test('are accessible, every one, in light and dark, wide and narrow', async () => {
    // axe runs inside the page, whose policy would stop it.
    const page = await open({ bypassCSP: true })
    const folder = process.env['SCREENSHOTS']
    const check = async (name: string): Promise<void> => {
      await page.evaluate(axe)
      for (const { look, width, colorScheme } of looks) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 800 })
        if (folder) await page.screenshot({ path: `${folder}/${name}-${look}.png`, fullPage: true })
        expect(await page.evaluate(violations), `${name}, ${look}`).toEqual([])
        const overflow = await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        )
        expect(overflow, `${name}, ${look}, scrolls sideways`).toBe(0)
      }
    }
    const visit = async (name: string, path: string): Promise<void> => {
      await page.goto(listening.url + path)
      await check(name)
    }
    await visit('login', '/login-login.view')
    await page.getByLabel('Email').fill('nobody@example.org')
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await check('login-failed')
    await signIn(page, admin)
    await switchKeysOn(page)
    await visit('home', '/home/project-begin.view')
    await page.getByText('Admin', { exact: true }).click()
    await check('menu')
    await visit('terms', '/Demo%20Study/login-agreeToTerms.view')
    await page.getByLabel('I agree to these terms').check()
    await page.getByRole('button', { name: 'Agree' }).click()
    await visit('declare', '/Demo%20Study/compliance-declare.view')
    await page.getByLabel('Role or activity').fill('Data management')
    await page.getByLabel('IRB number').fill('!')
    await page.getByLabel('Restricted PHI').check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await check('declare-failed')
    await page.getByLabel('IRB number').fill('2024-0117')
    await page.getByRole('button', { name: 'Continue' }).click()
    await check('sign')
    await page.getByLabel('I have read these terms').check()
    await page.getByRole('button', { name: 'Sign and continue' }).click()
    await visit('study', '/Demo%20Study/project-begin.view')
    await visit(
      'grid',
      '/Demo%20Study/query-executeQuery.view?schemaName=lists&query.queryName=Patients',
    )
    await visit('tools', '/Demo%20Study/security-externalToolsView.view')
    await page.getByLabel('Description').fill('nightly import')
    await page.getByRole('button', { name: 'Generate API Key' }).click()
    await check('key')
    await visit('settings', '/admin-customizeSite.view')
    await visit('users', '/user-showUsers.view')
    await visit('audit', '/audit-showAuditLog.view')
    await visit('impersonate', '/home/user-impersonate.view')
    await page.getByLabel('Reader', { exact: true }).check()
    await page.getByRole('button', { name: 'Impersonate roles' }).click()
    await check('impersonating')
    await visit('not-found', '/home/nothing-here.view')
    await page.context().close()
  })
})
