/** A page or answer, after redirects. */
export interface Page {
  readonly url: URL
  readonly status: number
  readonly text: string
}

/** The part of a browser that the story needs: one site, its cookies, links, forms, redirects. */
export interface Browser {
  get(path: string): Promise<Page>
  /** Sends a form as the page would, with the CSRF token of the cookie in it. */
  submit(path: string, fields: Readonly<Record<string, string>>): Promise<Page>
}

const csrf = 'X-LABKEY-CSRF'

/** Opens a browser without cookies on a site. */
export function openBrowser(site: string): Browser {
  const cookies = new Map<string, string>()

  async function load(url: URL, form?: URLSearchParams): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      headers: { cookie, 'user-agent': 'Mozilla/5.0 (wellkey story)' },
      redirect: 'manual',
      ...(form && { method: 'POST', body: form }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1)
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const location = response.headers.get('location')
    if (location !== null) return load(new URL(location, url))
    const text = await response.text()
    if (!response.ok) throw new Error(`${url.pathname} answered ${response.status}: ${text}`)
    return { url, status: response.status, text }
  }

  return {
    get: async (path) => load(new URL(path, site)),
    submit: async (path, fields) => {
      const form = new URLSearchParams({ ...fields, [csrf]: cookies.get(csrf) ?? '' })
      return load(new URL(path, site), form)
    },
  }
}
