import { HonoBase } from 'hono/hono-base'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import type { AppContext } from './env'

/**
 * What a room's routes stand in, and the whole site: Hono with the one router that can hold our addresses. Its usual pair
 * begins with another, which takes them all in before it gives up, at the first answer of every isolate. The router around
 * it takes routes in when they are first asked for: those of a room never are, only those of the whole site.
 */
export class Room extends HonoBase<AppContext> {
  constructor() {
    super({ router: new SmartRouter({ routers: [new TrieRouter()] }) })
  }
}
