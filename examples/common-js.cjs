// Plain JavaScript with require, on Node 20.19 or later.
const { createClient, filter } = require('@wellkey/client')

const labkey = createClient({ container: '/Open Data' })
labkey.query
  .selectRows({
    schemaName: 'lists',
    queryName: 'Patients',
    columns: ['PatientId', 'Site'],
    filters: [filter('Sex').eq('F')],
    sort: 'PatientId',
    maxRows: 3,
  })
  .then(({ rows }) => console.log(rows.map((row) => row.PatientId).join(' ')))
  .catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
