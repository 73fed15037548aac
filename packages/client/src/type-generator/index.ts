export { compareGenerated } from './compare-generated.ts'
export { describeQueries } from './describe-queries.ts'
export { parameterTypes } from './described-query.ts'
export { generateTypes } from './generate-types.ts'
export type { TypeDifference } from './compare-generated.ts'
export type { DescribedQueries, DescribeQueriesOptions, SkippedQuery } from './describe-queries.ts'
export type {
  DescribedLookup,
  DescribedParameter,
  DescribedQuery,
  ParameterType,
} from './described-query.ts'
export type { GenerateTypesOptions } from './generate-types.ts'
