import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppContext, Moderator } from '../env'
import { isFlood } from '../notes/flood'
import { organiserActions } from '../notes/note'
import { askForIndex } from '../published-index'
import { replyRefusal } from '../reply'
import { readForm } from '../request-body'
import { isLoopback } from '../security-headers'
import { isFromOurselves } from '../where-from'
import { fieldsOf, isTyped, type SentField } from './kept-form'
import { moderatorByKey, moderatorBySession, SESSION_MS } from './moderators'
import { RETRY_AFTER } from './sign-in-limit'
import { replySignIn } from './sign-in-reply'

/** The API: `Authorization: Bearer KEY` and nothing else, so no browser sends it by itself. */
export const withKey: MiddlewareHandler<AppContext> = async (c, next) => {
  const [, key] = /^Bearer ([A-Za-z0-9_-]{1,200})$/i.exec(c.req.header('Authorization') ?? '') ?? []
  if (key !== undefined) askForIndex(c)
  const moderator = key === undefined ? null : await moderatorByKey(c.env.DB, key)
  if (!moderator) {
    const isFlooded = key !== undefined && (await isFlood(c.env, c.req.raw.headers, new Date(), 'wrong key'))
    return isFlooded ? replyTooManyKeys(c) : replyKeyWanted(c)
  }
  c.set('moderator', moderator)
  return next()
}

function replyKeyWanted(c: Context<AppContext>): Promise<Response> {
  c.header('WWW-Authenticate', 'Bearer realm="kesako"')
  return replyRefusal(c, 401, ({ requests: t }) => ({ title: t.unauthorizedTitle, text: t.unauthorized }))
}

function replyTooManyKeys(c: Context<AppContext>): Promise<Response> {
  c.header('Retry-After', RETRY_AFTER)
  return replyRefusal(c, 429, ({ requests, moderation }) => ({
    title: requests.unauthorizedTitle,
    text: moderation.wrongKeyTooOften,
  }))
}

/** The moderators' pages: a session's cookie, and for everything that changes something, a form of our own. */
export const withSession: MiddlewareHandler<AppContext> = async (c, next) => {
  const token = sessionToken(c)
  if (token !== undefined) askForIndex(c)
  const moderator = token === undefined ? null : await moderatorBySession(c.env.DB, token, new Date())
  if (!moderator) {
    const typed = await typedFields(c)
    return typed.length > 0 ? replySignIn(c, 'ended', c.req.path, typed) : c.redirect(signInAddress(c), 303)
  }
  if (!isSafe(c.req.method) && !isFromOurselves(c)) return replyForeign(c)
  c.set('moderator', moderator)
  c.set('shortcuts', moderator.shortcuts)
  return next()
}

/** Organisers alone. Behind `withSession`. */
export const forOrganisers: MiddlewareHandler<AppContext> = async (c, next) =>
  c.get('moderator').organiser ? next() : replyForbidden(c)

/** What one of our forms sent, when a person wrote something in it. */
async function typedFields(c: Context<AppContext>): Promise<SentField[]> {
  if (isSafe(c.req.method) || !isFromOurselves(c)) return []
  const form = await readForm(c, ['item'])
  const fields = form.ok ? fieldsOf(form.value) : []
  return fields.some(isTyped) ? fields : []
}

/** A page that was asked for without a session is opened after signing in. */
function signInAddress(c: Context<AppContext>): string {
  const { pathname, search } = new URL(c.req.url)
  const isPlain = pathname === '/moderation/' || !isSafe(c.req.method)
  return `/moderation/connexion/${isPlain ? '' : `?${new URLSearchParams({ suite: pathname + search })}`}`
}

export function replyForeign(c: Context<AppContext>): Promise<Response> {
  return replyRefusal(c, 403, ({ requests: t }) => ({ title: t.foreignTitle, text: t.foreign }))
}

/** Erasing for somebody else, and taking a name off, is for organisers. What is no action at all is not refused here. */
export function mayDecide({ organiser }: Moderator, { action }: { action?: unknown }): boolean {
  return organiser || !organiserActions.some((each) => each === action)
}

export function replyForbidden(c: Context<AppContext>): Promise<Response> {
  return replyRefusal(c, 403, ({ requests: t }) => ({ title: t.forbiddenTitle, text: t.forbidden }))
}

/** `__Host-` binds the cookie to this host over TLS. On plain-http loopback, and nowhere else, it stands without. */
export function keepSession(c: Context<AppContext>, token: string): void {
  setCookie(c, cookieName, token, { ...cookieOptions(c), maxAge: SESSION_MS / 1000 })
}

export function sessionToken(c: Context<AppContext>): string | undefined {
  return getCookie(c, cookieName, isPlainLoopback(c) ? undefined : 'host')
}

export function forgetSession(c: Context<AppContext>): void {
  deleteCookie(c, isPlainLoopback(c) ? cookieName : `__Host-${cookieName}`, cookieOptions(c))
}

const cookieName = 'moderation'

function cookieOptions(c: Context<AppContext>) {
  const shared = { path: '/', httpOnly: true, sameSite: 'Strict' } as const
  return isPlainLoopback(c) ? shared : ({ ...shared, secure: true, prefix: 'host' } as const)
}

function isPlainLoopback(c: Context<AppContext>): boolean {
  const { protocol, hostname } = new URL(c.req.url)
  return protocol === 'http:' && isLoopback(hostname)
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}
