import { filter, type LabKeyClient } from '@wellkey/client'

/** Counts the results above their reference range: the program that the tests beside it are for. */
export async function countHigh(labkey: LabKeyClient): Promise<number> {
  const { rows } = await labkey.query.selectRows({
    schemaName: 'lists',
    queryName: 'Results',
    columns: ['ResultId'],
    filters: [filter('Flag').eq('H')],
  })
  return rows.length
}
