import { objectsOf, present, textOf, type Json } from '../read-json.ts'

/** A saved view of a query: which columns, filters and sorts (contract 4.8). */
export interface QueryView {
  /** Empty for the default view. */
  readonly name: string
  readonly label: string
  readonly default: boolean
  /** Everybody who may read sees it. */
  readonly shared: boolean
  /** Lives as long as the browser session. */
  readonly session: boolean
  readonly hidden: boolean
  readonly inherit: boolean
  readonly editable: boolean
  readonly deletable: boolean
  readonly saved: boolean
  readonly owner?: string
  readonly containerFilter?: string
  readonly columns: readonly ViewColumn[]
  readonly filter: readonly ViewFilter[]
  readonly sort: readonly ViewSort[]
}

export interface ViewColumn {
  readonly fieldKey: string
  /** A title of its own. */
  readonly title?: string
}

export interface ViewFilter {
  readonly fieldKey: string
  /** As it stands behind the `~`: `gte`. */
  readonly op: string
  readonly value: string
}

export interface ViewSort {
  readonly fieldKey: string
  readonly dir: '+' | '-'
}

/** Reads the `views` of an answer. */
export function readViews(views: unknown): readonly QueryView[] {
  return objectsOf(views).map((view) => ({
    name: textOf(view['name']) ?? '',
    label: textOf(view['label']) ?? '',
    default: view['default'] === true,
    shared: view['shared'] === true,
    session: view['session'] === true,
    hidden: view['hidden'] === true,
    inherit: view['inherit'] === true,
    editable: view['editable'] === true,
    deletable: view['deletable'] === true,
    saved: view['saved'] === true,
    ...present({ owner: textOf(view['owner']), containerFilter: textOf(view['containerFilter']) }),
    columns: objectsOf(view['columns']).map((column) => ({
      fieldKey: keyOf(column),
      ...present({ title: textOf(column['title']) }),
    })),
    filter: objectsOf(view['filter']).map((item) => ({
      fieldKey: keyOf(item),
      op: textOf(item['op']) ?? '',
      value: textOf(item['value']) ?? '',
    })),
    sort: objectsOf(view['sort']).map((item) => ({
      fieldKey: keyOf(item),
      dir: item['dir'] === '-' ? '-' : '+',
    })),
  }))
}

function keyOf(item: Json): string {
  return textOf(item['fieldKey']) ?? textOf(item['key']) ?? textOf(item['name']) ?? ''
}
