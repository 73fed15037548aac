export { createList } from './create-list.ts'
export type { CreateListOptions } from './create-list.ts'
export type { ListApi } from './list-api.ts'
export type { DomainDesign, DomainField } from '../domain/domain-design.ts'
