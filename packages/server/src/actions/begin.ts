import { pageResponse } from '../http/responses.ts'
import { beginPage } from '../pages/begin-page.ts'
import type { Action } from './action.ts'

/** `project-begin.view`: the landing page of a container. */
export const begin: Action = {
  name: 'project-begin',
  answers: 'page',
  method: 'read',
  needs: 'read',
  showsData: true,
  handle: (call) => pageResponse(beginPage(call)),
}
