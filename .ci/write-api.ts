// `npm run api`: writes the files that `npm test` compares the packages' exports with.
import { writeApi } from './api.ts'

writeApi()
