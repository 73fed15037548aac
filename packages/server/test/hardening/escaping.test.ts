// What somebody typed is text on every page, inside and outside of attributes.
import { expect, test } from 'vitest'

import { openBrowser } from '../browser.ts'
import type { Answer } from '../browser.ts'
import { emailOf, passwords, seededServer } from '../seed.ts'

const hostile = `"'><img src=x onerror=alert(1)>&amp;`

test('text of users, tables, rows, keys and addresses cannot become markup', async () => {
  const server = seededServer({
    users: [
      {
        email: emailOf('admin'),
        password: passwords.admin,
        role: 'admin',
        displayName: hostile,
      },
      {
        email: emailOf('reader'),
        password: passwords.reader,
        role: 'reader',
        displayName: `${hostile}2`,
      },
    ],
    containers: [
      { path: '/Lab', title: hostile },
      { path: '/Study', protected: true },
    ],
    tables: [
      {
        name: 'People',
        title: hostile,
        description: hostile,
        containers: ['/Lab'],
        columns: [
          { name: 'Key', type: 'string', key: true },
          { name: 'Name', type: 'string', caption: hostile },
        ],
        rows: [{ Key: hostile, Name: hostile }],
      },
    ],
    termsOfUse: { content: hostile, version: hostile },
    settings: { siteName: hostile },
  })
  const browser = openBrowser(server)
  await browser.logIn('admin')
  const declared = { activity: hostile, irb: hostile, phi: hostile, isReview: 'true' }
  const pages: readonly Answer[] = [
    await browser.send('/Lab/project-begin.view'),
    await browser.send('/Lab/query-executeQuery.view?schemaName=lists&query.queryName=People'),
    await browser.send(`/login-login.view?returnUrl=${encodeURIComponent(`/${hostile}`)}`),
    await browser.send('/login-login.view', { form: { email: hostile, password: hostile } }),
    await browser.send('/Study/login-agreeToTerms.view'),
    await browser.send('/Study/login-agreeToTerms.view', { form: { approvedTermsOfUse: 'true' } }),
    await browser.send('/Study/compliance-declare.view', { form: declared }),
    await browser.send('/Study/compliance-declare.view', {
      form: { ...declared, activity: hostile, irb: '2024-1', phi: 'PHI' },
    }),
    await browser.send('/Lab/security-externalToolsView.view', {
      form: { type: 'apikey', description: hostile },
    }),
    await browser.send('/Lab/security-externalToolsView.view'),
    await browser.send('/user-showUsers.view'),
    await browser.send('/home/user-impersonate.view'),
    await browser.send('/admin-customizeSite.view'),
    await browser.send('/audit-showAuditLog.view'),
    await browser.send(`/home/nothing-${encodeURIComponent(hostile)}.view`),
  ]
  const told = pages.filter(({ text }) => text.includes('&lt;img src=x'))
  expect(told.length).toBeGreaterThanOrEqual(12)
  for (const { text, headers } of pages) {
    if (!headers.get('Content-Type')?.startsWith('text/html')) continue
    // No tag of theirs, and no quote of theirs that would end an attribute.
    expect(text).not.toContain('<img src=x')
    expect(text).not.toMatch(/="[^"]*"'/)
    expect(text).not.toContain(`"'&gt;`)
    expect(text).not.toContain(`'&gt;`)
    expect(text).not.toContain('&amp;lt;')
  }
  expect(told[0]?.text).toContain('&quot;&#39;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;')
})
