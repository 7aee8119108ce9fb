import { api } from './api'
import { check } from './check'
import { device } from './device'
import { faults } from './faults'
import { form } from './form'
import { kept } from './kept'
import { moderation } from './moderation'
import { offline } from './offline'
import { permalink } from './permalink'
import { receipt } from './receipt'
import { report } from './report'
import { requests } from './requests'
import { site } from './site'
import { team } from './team'

/** Every word the program itself says to a person, a file for each kind of page. */
export const fr = {
  ...site,
  api,
  check,
  device,
  faults,
  form,
  kept,
  moderation,
  offline,
  permalink,
  receipt,
  report,
  requests,
  team,
}
