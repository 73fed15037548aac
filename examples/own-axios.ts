// For a program that has its own axios instance: its requests to LabKey get the key, all others do not.
import axios from 'axios'
import { attachCredentials } from '@wellkey/client/axios'

const baseURL = process.env['LABKEY_BASE_URL'] ?? ''
const instance = axios.create({ baseURL })
// Last, so that no other interceptor sees the key.
const attached = attachCredentials(instance, { baseUrl: baseURL })

const { data } = await instance.get<{ readonly email: string }>('login-whoami.api')
console.log(`With the key: ${data.email}`)
attached.detach()
const { data: nobody } = await instance.get<{ readonly email: string }>('login-whoami.api')
console.log(`Without: ${nobody.email}`)
