import type { FilterParameter } from './filter.ts'

/** A saved view: which columns, filters and sort a query is shown with. */
export interface SavedView {
  /** Empty for the default view. */
  readonly name: string
  readonly schemaName: string
  readonly queryName: string
  readonly columns: readonly { readonly fieldKey: string; readonly title: string | null }[]
  readonly filters: readonly FilterParameter[]
  readonly sorts: readonly { readonly fieldKey: string; readonly isDescending: boolean }[]
  /** Id of the user it belongs to; `null` is shared by all. */
  readonly ownerId: number | null
  readonly isHidden: boolean
}

/** The saved views of a server, by container. */
export interface ViewStore {
  /** The views of a query that a user sees; an own view hides a shared one of the same name. */
  readonly list: (
    entityId: string,
    query: { readonly schemaName: string; readonly name: string },
    userId: number,
  ) => readonly SavedView[]
  /** Saves a view in the place of the one with the same query, name and owner. */
  readonly save: (entityId: string, view: SavedView) => void
  /** Tells whether it was there. */
  readonly remove: (entityId: string, view: SavedView) => boolean
}

/** Returns a store without views. */
export function createViewStore(): ViewStore {
  const byContainer = new Map<string, Map<string, SavedView>>()
  const viewsIn = (entityId: string): Map<string, SavedView> => {
    const views = byContainer.get(entityId) ?? new Map<string, SavedView>()
    byContainer.set(entityId, views)
    return views
  }
  return {
    list: (entityId, query, userId) => {
      const isMeant = (view: SavedView): boolean =>
        isSame(view.schemaName, query.schemaName) &&
        isSame(view.queryName, query.name) &&
        (view.ownerId === null || view.ownerId === userId)
      const views = [...viewsIn(entityId).values()].filter(isMeant)
      return views.filter(
        (view) =>
          view.ownerId !== null ||
          !views.some((other) => other.ownerId !== null && isSame(other.name, view.name)),
      )
    },
    save: (entityId, view) => {
      viewsIn(entityId).set(keyOf(view), view)
    },
    remove: (entityId, view) => viewsIn(entityId).delete(keyOf(view)),
  }
}

function keyOf({ schemaName, queryName, name, ownerId }: SavedView): string {
  return JSON.stringify([schemaName, queryName, name, ownerId]).toLowerCase()
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}
