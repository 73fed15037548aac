export { createAndLoad } from './create-and-load.ts'
export { createDomain } from './create-domain.ts'
export {
  dropDomain,
  getDomain,
  getDomainDetails,
  listDomains,
  saveDomain,
  updateDomain,
} from './domains.ts'
export { inferFields } from './infer-fields.ts'
export {
  getDomainNamePreviews,
  getProperties,
  getPropertyUsages,
  validateNameExpressions,
} from './properties.ts'
export type { CreateAndLoadOptions, LoadedDomain } from './create-and-load.ts'
export type { CreateDomainOptions } from './create-domain.ts'
export type { ConditionalFormat, DomainDesign, DomainField, DomainIndex } from './domain-design.ts'
export type { DomainApi } from './domain-api.ts'
export type {
  DomainChoice,
  DomainDetails,
  DropDomainOptions,
  GetDomainDetailsOptions,
  ListDomainsOptions,
  SaveDomainOptions,
  UpdateDomainOptions,
} from './domains.ts'
export type { InferFieldsOptions } from './infer-fields.ts'
export type {
  GetPropertiesOptions,
  GetPropertyUsagesOptions,
  NameExpressionCheck,
  PropertyUsage,
  ValidateNameExpressionsOptions,
} from './properties.ts'
