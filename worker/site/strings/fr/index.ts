import { actes } from './actes'
import { check } from './check'
import { faults } from './faults'
import { form } from './form'
import { moderation } from './moderation'
import { permalink } from './permalink'
import { receipt } from './receipt'
import { requests } from './requests'
import { site } from './site'

/** Every word the program itself says to a person, a file for each kind of page. */
export const fr = { ...site, actes, check, faults, form, moderation, permalink, receipt, requests }
