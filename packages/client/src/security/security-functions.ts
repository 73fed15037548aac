// What the security functions of a client are made of; loaded when the first of them is called.
export { changeGroupMembers, listGroups } from './groups.ts'
export { impersonateUser, stopImpersonating } from './impersonate.ts'
export { changeRole, getRoles } from './roles.ts'
export { changeUsers, createUser, getUsers, resetPassword } from './users.ts'
export { whoAmI } from './who-am-i.ts'
