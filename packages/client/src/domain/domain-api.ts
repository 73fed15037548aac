import type { CreateAndLoadOptions, LoadedDomain } from './create-and-load.ts'
import type { CreateDomainOptions } from './create-domain.ts'
import type { DomainDesign, DomainField } from './domain-design.ts'
import type {
  DomainChoice,
  DomainDetails,
  DropDomainOptions,
  GetDomainDetailsOptions,
  ListDomainsOptions,
  SaveDomainOptions,
  UpdateDomainOptions,
} from './domains.ts'
import type { InferFieldsOptions } from './infer-fields.ts'
import type {
  GetPropertiesOptions,
  GetPropertyUsagesOptions,
  NameExpressionCheck,
  PropertyUsage,
  ValidateNameExpressionsOptions,
} from './properties.ts'

/** The designs of tables that users define: lists, datasets, sample types, data classes. */
export interface DomainApi {
  /**
   * Makes a domain from a design, or from a template of a module, and gives it as LabKey keeps it.
   *
   * Servers: all; kinds as their modules have them.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for a design that LabKey refuses
   * @throws {LabKeyPermissionError} for those who may not design there
   * @example
   * ```ts
   * const codes = await labkey.domain.createDomain({
   *   kind: 'VarList',
   *   domainDesign: {
   *     name: 'Codes',
   *     fields: [
   *       { name: 'code', rangeURI: 'string', scale: 4 },
   *       {
   *         name: 'temperature',
   *         rangeURI: 'double',
   *         conditionalFormats: [{ filter: [filter('column').gt(38)], bold: true, textColor: 'ff0000' }],
   *       },
   *     ],
   *     indices: [{ columnNames: ['temperature'] }],
   *   },
   *   options: { keyName: 'code', keyType: 'Varchar' },
   * })
   * console.log(codes.domainId)
   * ```
   */
  createDomain(options: CreateDomainOptions): Promise<DomainDesign>
  /**
   * Makes a table of a file: its fields are inferred from the file, and its rows imported.
   *
   * Three calls in turn, and no transaction around them: when the import fails, the empty table is there.
   *
   * Servers: LabKey 19.1 and newer.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for rows that the new table refuses
   * @example
   * ```ts
   * const { rowCount } = await labkey.domain.createAndLoad({
   *   name: 'Weights',
   *   kind: 'IntList',
   *   options: { keyName: 'Key', keyType: 'AutoIncrementInteger' },
   *   file: { filename: 'weights.tsv', content: 'Animal\tWeight\nA-1\t4.2\n' },
   * })
   * ```
   */
  createAndLoad(options: CreateAndLoadOptions): Promise<LoadedDomain>
  /**
   * Gives the design of a domain.
   *
   * Servers: all. From LabKey 19.3 on, `getDomainDetails` tells more.
   *
   * @throws {LabKeyNotFoundError} for a domain that is not there
   * @example
   * ```ts
   * const { fields } = await labkey.domain.getDomain({ schemaName: 'lists', queryName: 'Patients' })
   * console.log(fields?.map(({ name }) => name))
   * ```
   */
  getDomain(options: DomainChoice): Promise<DomainDesign>
  /**
   * Gives the design of a domain with what its kind knows of it, or the beginning of a new one of a kind.
   *
   * Servers: LabKey 19.3 and newer.
   *
   * @throws {LabKeyNotFoundError} for a domain that is not there
   * @example
   * ```ts
   * const { domainDesign, options } = await labkey.domain.getDomainDetails({
   *   schemaName: 'lists',
   *   queryName: 'Patients',
   * })
   * ```
   */
  getDomainDetails(options: GetDomainDetailsOptions): Promise<DomainDetails>
  /**
   * Saves a design as a whole: read it, change it, save it. Fields that it has not got are deleted with their
   * values.
   *
   * Servers: all; `includeWarnings` and `options` from LabKey 20.2 on.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for a design that LabKey refuses
   * @example
   * ```ts
   * const table = { schemaName: 'lists', queryName: 'Patients' }
   * const design = await labkey.domain.getDomain(table)
   * const fields = [...(design.fields ?? []), { name: 'Weight', rangeURI: 'double' }]
   * await labkey.domain.saveDomain({ ...table, domainDesign: { ...design, fields } })
   * ```
   */
  saveDomain(options: SaveDomainOptions): Promise<void>
  /**
   * Adds, changes and deletes single fields; the others stay.
   *
   * Servers: LabKey 20.7 and newer.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for fields that LabKey refuses
   * @example
   * ```ts
   * await labkey.domain.updateDomain({
   *   domainId: 812,
   *   createFields: [{ name: 'Weight', rangeURI: 'double' }],
   *   deleteFields: [4711],
   * })
   * ```
   */
  updateDomain(options: UpdateDomainOptions): Promise<void>
  /**
   * Deletes a domain for good, with its table and all rows.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a domain that is not there
   * @example
   * ```ts
   * await labkey.domain.dropDomain({ schemaName: 'lists', queryName: 'Codes' })
   * ```
   */
  dropDomain(options: DropDomainOptions): Promise<void>
  /**
   * Lists the domains of the container.
   *
   * Servers: LabKey 20.7 and newer.
   *
   * @example
   * ```ts
   * const types = await labkey.domain.listDomains({ domainKinds: ['SampleSet'], includeFields: true })
   * ```
   */
  listDomains(options?: ListDomainsOptions): Promise<readonly DomainDesign[]>
  /**
   * Says which fields LabKey would make of a file.
   *
   * Servers: LabKey 18.3 and newer.
   *
   * @example
   * ```ts
   * const fields = await labkey.domain.inferFields({
   *   file: { filename: 'weights.tsv', content: createReadStream('weights.tsv') },
   * })
   * ```
   */
  inferFields(options: InferFieldsOptions): Promise<readonly DomainField[]>
  /**
   * Finds properties, of whichever domains.
   *
   * Servers: LabKey 20.2 and newer.
   *
   * @example
   * ```ts
   * const measures = await labkey.domain.getProperties({
   *   domainKinds: ['Vocabulary'],
   *   filters: [filter('measure').eq(true)],
   *   maxRows: 50,
   * })
   * ```
   */
  getProperties(options: GetPropertiesOptions): Promise<readonly DomainField[]>
  /**
   * Tells where properties are used.
   *
   * Servers: LabKey 20.2 and newer.
   *
   * @example
   * ```ts
   * const usages = await labkey.domain.getPropertyUsages({ propertyIds: [4711], maxUsageCount: 3 })
   * ```
   */
  getPropertyUsages(options: GetPropertyUsagesOptions): Promise<readonly PropertyUsage[]>
  /**
   * Checks the expressions that make names of samples or data. What LabKey finds wrong is its answer, no error.
   *
   * Servers: LabKey 21.7 and newer.
   *
   * @example
   * ```ts
   * const { errors, previews } = await labkey.domain.validateNameExpressions({
   *   kind: 'SampleSet',
   *   domainDesign: { name: 'Blood' },
   *   options: { nameExpression: 'B-${genId}' },
   *   includeNamePreview: true,
   * })
   * ```
   */
  validateNameExpressions(options: ValidateNameExpressionsOptions): Promise<NameExpressionCheck>
  /**
   * Makes up names as the expressions of a domain would make them.
   *
   * Servers: LabKey 21.7 and newer.
   *
   * @example
   * ```ts
   * const [name] = await labkey.domain.getDomainNamePreviews({ schemaName: 'samples', queryName: 'Blood' })
   * ```
   */
  getDomainNamePreviews(options: DomainChoice): Promise<readonly string[]>
}
