import { actes } from './actes'
import { check } from './check'
import { faults } from './faults'
import { form } from './form'
import { moderation } from './moderation'
import { permalink } from './permalink'
import { receipt } from './receipt'
import { requests } from './requests'
import { site } from './site'

/** The French catalogue, in English. */
export const en = { ...site, actes, check, faults, form, moderation, permalink, receipt, requests }
