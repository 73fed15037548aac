import type { Container } from '../site/container.ts'
import type { Site } from '../site/site.ts'

/** Returns the path of an action in a container, in the path-first form that LabKey writes itself. */
export function actionUrl(
  site: Site,
  container: Container | string,
  action: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const path = typeof container === 'string' ? container : container.path
  const folders = path
    .split('/')
    .filter((name) => name !== '')
    .map(encodeURIComponent)
  const query = new URLSearchParams(parameters).toString()
  const url = [site.options.contextPath, ...folders, action].join('/')
  return query === '' ? url : `${url}?${query}`
}

/** Returns the path of a file that the pages use. */
export function assetUrl(site: Site, name: string): string {
  return `${site.options.contextPath}/_assets/${name}`
}

/**
 * Returns where to go on to: the wanted path if it is one of this server, else the fallback.
 *
 * One leading slash, no backslash and no control character: `//evil` and `/\evil` name other hosts.
 */
export function safeReturnUrl(site: Site, wanted: string | undefined, fallback: string): string {
  if (wanted === undefined || !/^\/(?![/\\])[\u0021-\u005b\u005d-\u007e]*$/.test(wanted)) {
    return fallback
  }
  const { contextPath } = site.options
  const isInside = contextPath === '' || wanted.startsWith(`${contextPath}/`)
  return isInside ? wanted : fallback
}
