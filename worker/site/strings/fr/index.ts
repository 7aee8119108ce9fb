import { check } from './check'
import { faults } from './faults'
import { form } from './form'
import { moderation } from './moderation'
import { permalink } from './permalink'
import { receipt } from './receipt'
import { report } from './report'
import { requests } from './requests'
import { site } from './site'
import { team } from './team'

/** Every word the program itself says to a person, a file for each kind of page. */
export const fr = { ...site, check, faults, form, moderation, permalink, receipt, report, requests, team }
