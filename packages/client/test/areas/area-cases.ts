// Every area with its cases and with what it exports.
import * as containers from '@wellkey/client/containers'
import * as dataViews from '@wellkey/client/data-views'
import * as domain from '@wellkey/client/domain'
import * as files from '@wellkey/client/files'
import * as list from '@wellkey/client/list'
import * as messages from '@wellkey/client/messages'
import * as participantGroups from '@wellkey/client/participant-groups'
import * as pipeline from '@wellkey/client/pipeline'
import * as reports from '@wellkey/client/reports'
import * as security from '@wellkey/client/security'
import * as specimen from '@wellkey/client/specimen'
import * as visualization from '@wellkey/client/visualization'
import * as assay from '@wellkey/client/assay'
import * as experiment from '@wellkey/client/experiment'
import * as storage from '@wellkey/client/storage'
import type { AreaCase } from './area-case.ts'
import { containersCases } from './containers.cases.ts'
import { domainCases } from './domain.cases.ts'
import { pipelineCases } from './pipeline.cases.ts'
import { reportsCases } from './reports.cases.ts'
import { securityCases } from './security.cases.ts'
import { specimenCases } from './specimen.cases.ts'
import { visualizationCases } from './visualization.cases.ts'
import { assayCases } from './assay.cases.ts'
import { experimentCases } from './experiment.cases.ts'
import {
  dataViewsCases,
  listCases,
  messagesCases,
  participantGroupsCases,
  storageCases,
} from './small-areas.cases.ts'

export interface TestedArea {
  readonly name: string
  readonly exported: object
  readonly cases: Readonly<Record<string, AreaCase>>
}

export const areas: readonly TestedArea[] = [
  { name: 'containers', exported: containers, cases: { ...containersCases } },
  { name: 'dataViews', exported: dataViews, cases: { ...dataViewsCases } },
  { name: 'domain', exported: domain, cases: { ...domainCases } },
  // Bytes, not JSON: its functions are in test/files.
  { name: 'files', exported: files, cases: {} },
  { name: 'list', exported: list, cases: { ...listCases } },
  { name: 'messages', exported: messages, cases: { ...messagesCases } },
  { name: 'participantGroups', exported: participantGroups, cases: { ...participantGroupsCases } },
  { name: 'pipeline', exported: pipeline, cases: { ...pipelineCases } },
  { name: 'reports', exported: reports, cases: { ...reportsCases } },
  { name: 'security', exported: security, cases: { ...securityCases } },
  { name: 'specimen', exported: specimen, cases: { ...specimenCases } },
  { name: 'visualization', exported: visualization, cases: { ...visualizationCases } },
  { name: 'assay', exported: assay, cases: { ...assayCases } },
  { name: 'experiment', exported: experiment, cases: { ...experimentCases } },
  { name: 'storage', exported: storage, cases: { ...storageCases } },
]
