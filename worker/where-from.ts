import type { Context } from 'hono'
import type { AppContext } from './env'

/**
 * Whether a page of ours made this request. `Sec-Fetch-Site` says so; browsers without it say `Origin`.
 * The algorithm of Go's CrossOriginProtection (https://pkg.go.dev/net/http#CrossOriginProtection), but that `none`, which
 * is a person's own doing, does not speak against an `Origin` that says otherwise.
 */
export function isFromOurselves(c: Context<AppContext>): boolean {
  const site = c.req.header('Sec-Fetch-Site')
  const origin = c.req.header('Origin')
  if (site === 'same-origin' || (site === 'none' && origin === undefined)) return true
  return (site === undefined || site === 'none') && origin === new URL(c.req.url).origin
}

/** Whether a page of another site made it. A program that says neither is nobody's page. */
export function isForeign(c: Context<AppContext>): boolean {
  const says = c.req.header('Sec-Fetch-Site') ?? c.req.header('Origin')
  return says !== undefined && !isFromOurselves(c)
}
