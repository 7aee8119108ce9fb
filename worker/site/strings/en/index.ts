import { actes } from './actes'
import { check } from './check'
import { device } from './device'
import { faults } from './faults'
import { form } from './form'
import { kept } from './kept'
import { latest } from './latest'
import { moderation } from './moderation'
import { offline } from './offline'
import { page } from './page'
import { permalink } from './permalink'
import { poster } from './poster'
import { programme } from './programme'
import { receipt } from './receipt'
import { report } from './report'
import { requests } from './requests'
import { search } from './search'
import { site } from './site'
import { state } from './state'
import { team } from './team'

/** The French catalogue, in English. */
export const en = {
  ...site,
  actes,
  check,
  device,
  faults,
  form,
  kept,
  latest,
  moderation,
  offline,
  page,
  permalink,
  poster,
  programme,
  receipt,
  report,
  requests,
  search,
  state,
  team,
}
