import { check } from './check'
import { faults } from './faults'
import { form } from './form'
import { latest } from './latest'
import { moderation } from './moderation'
import { permalink } from './permalink'
import { poster } from './poster'
import { programme } from './programme'
import { receipt } from './receipt'
import { requests } from './requests'
import { search } from './search'
import { site } from './site'

/** The French catalogue, in English. */
export const en = {
  ...site,
  check,
  faults,
  form,
  latest,
  moderation,
  permalink,
  poster,
  programme,
  receipt,
  requests,
  search,
}
