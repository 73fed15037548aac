// Areas of a few functions. Answers as labkey-api-js 1.35.3 and labkey-api-java 6.3 read them.
import type { DataViewsApi } from '@wellkey/client/data-views'
import type { ListApi } from '@wellkey/client/list'
import type { MessagesApi } from '@wellkey/client/messages'
import type { ParticipantGroupsApi } from '@wellkey/client/participant-groups'
import type { StorageApi } from '@wellkey/client/storage'
import type { Cases } from './area-case.ts'

export const dataViewsCases: Cases<DataViewsApi> = {
  getDataViews: {
    options: { dataTypes: ['reports', 'datasets'] },
    asks: 'POST /Demo Study/reports-browseData',
    json: { includeData: true, includeMetadata: false, dataTypes: ['reports', 'datasets'] },
    answer: {
      data: [{ name: 'Curves', category: { label: 'Charts', rowid: 3 }, reportId: 'db:12' }],
    },
    gives: [{ name: 'Curves', category: 'Charts', reportId: 'db:12' }],
  },
}

const teams = { name: 'Teams', keyName: 'Team', keyType: 'Varchar' } as const
const founded = { name: 'Founded', rangeURI: 'date' }

export const listCases: Cases<ListApi> = {
  createList: {
    options: { ...teams, description: 'Who', fields: [founded], options: { titleColumn: 'Team' } },
    asks: 'POST /Demo Study/property-createDomain',
    json: {
      kind: 'VarList',
      domainDesign: {
        name: 'Teams',
        description: 'Who',
        fields: [{ name: 'Team', rangeURI: 'string' }, founded],
      },
      options: { titleColumn: 'Team', keyName: 'Team', keyType: 'Varchar' },
    },
    answer: { name: 'Teams', domainId: 9 },
    gives: { name: 'Teams', domainId: 9 },
  },
}

export const messagesCases: Cases<MessagesApi> = {
  sendMessage: {
    options: {
      from: 'lab@example.org',
      to: [{ address: 'ann@example.org' }, { principalId: 1200, type: 'CC' }],
      subject: 'Import done',
      content: [{ type: 'text/plain', content: '312 rows' }],
    },
    asks: 'POST /Demo Study/announcements-sendMessage',
    json: {
      msgFrom: 'lab@example.org',
      msgRecipients: [
        { type: 'TO', address: 'ann@example.org' },
        { type: 'CC', principalId: 1200 },
      ],
      msgSubject: 'Import done',
      msgContent: [{ type: 'text/plain', content: '312 rows' }],
    },
    answer: { success: true },
    gives: undefined,
  },
}

const cohort = {
  rowId: 12,
  participantIds: ['P-1'],
  ensureParticipantIds: ['P-2'],
  deleteParticipantIds: ['P-3'],
  label: 'Second cohort',
  description: 'from May on',
  filters: { x: 1 },
}

export const participantGroupsCases: Cases<ParticipantGroupsApi> = {
  updateParticipantGroup: {
    options: cohort,
    asks: 'POST /Demo Study/participant-group-updateParticipantGroup',
    json: cohort,
    answer: {
      success: true,
      group: {
        rowId: 12,
        label: 'Second cohort',
        description: 'from May on',
        participantIds: ['P-1', 'P-2'],
        categoryId: 4,
      },
    },
    gives: {
      rowId: 12,
      label: 'Second cohort',
      description: 'from May on',
      participantIds: ['P-1', 'P-2'],
    },
  },
}

const freezer = { type: 'Freezer', props: { rowId: 8087, name: 'F1' } } as const
const stored = { success: true, message: 'done', data: { rowId: 8087, name: 'F1' } }
const item = { message: 'done', data: { rowId: 8087, name: 'F1' } }

export const storageCases: Cases<StorageApi> = {
  createStorageItem: {
    options: freezer,
    asks: 'POST /Demo Study/storage-create',
    json: freezer,
    answer: stored,
    gives: item,
  },
  updateStorageItem: {
    options: freezer,
    asks: 'POST /Demo Study/storage-update',
    json: freezer,
    answer: stored,
    gives: item,
  },
  deleteStorageItem: {
    options: { type: 'Freezer', rowId: 8087 },
    asks: 'POST /Demo Study/storage-delete',
    json: { type: 'Freezer', props: { rowId: 8087 } },
    answer: stored,
    gives: undefined,
  },
}
