import fc from 'fast-check'
import { type ModelAction, modelActions } from './note-model'

/** What may happen in a random life of some notes (`life.ts`). */

export type Fault = { at: number; how: 'refused' | 'lost' } | null
export type Step =
  | { step: 'send'; fault: Fault }
  | { step: 'act'; note: number; action: ModelAction; fault: Fault }
  | { step: 'decide elsewhere'; note: number; action: ModelAction; diesAfter: number | null }
  | { step: 'race'; note: number; actions: [ModelAction, ModelAction] }
  | { step: 'cron' }
  | { step: 'cron dies'; after: number }
  | { step: 'old value'; note: number; action: ModelAction }
  | { step: 'minutes pass' }
  | { step: 'publish pages' }

const fault: fc.Arbitrary<Fault> = fc.option(
  fc.record({ at: fc.integer({ min: 1, max: 24 }), how: fc.constantFrom('refused' as const, 'lost' as const) }),
  { freq: 3 },
)
const action = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<ModelAction>('approve', 'revise') },
  { weight: 4, arbitrary: fc.constantFrom(...modelActions) },
)
const note = fc.nat(3)
/** Calls of stores. */
const diesAfter = fc.option(fc.nat(24), { freq: 3 })
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ step: fc.constant('send' as const), fault }) },
  { weight: 8, arbitrary: fc.record({ step: fc.constant('act' as const), note, action, fault }) },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('decide elsewhere' as const), note, action, diesAfter }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('race' as const), note, actions: fc.tuple(action, action) }) },
  { weight: 1, arbitrary: fc.constant({ step: 'cron' as const }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('cron dies' as const), after: fc.nat(12) }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('old value' as const), note, action }) },
  { weight: 1, arbitrary: fc.constant({ step: 'minutes pass' as const }) },
  { weight: 1, arbitrary: fc.constant({ step: 'publish pages' as const }) },
)
