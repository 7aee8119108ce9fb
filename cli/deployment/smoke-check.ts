import { setTimeout } from 'node:timers/promises'
import { CommandError } from '../command'

/** A new address takes a while to be known everywhere, and KV may say for a minute that nothing is published yet. */
const TRIES = 16
const PAUSE_MS = 5_000

/**
 * Asks the live site for its home page and its health.
 * @param url Without a slash at its end.
 */
export async function checkLive(url: string): Promise<void> {
  for (const path of ['/', '/healthz']) {
    const answer = await patientFetch(url + path)
    if (answer === null || !answer.ok) {
      throw new CommandError(
        `${url}${path} ne répond pas comme il faut (${answer?.status ?? 'aucune réponse'}). Vérifiez le domaine chez Cloudflare, attendez quelques minutes, relancez la même commande.`,
      )
    }
    console.log(`   ${url}${path} : ${answer.status}`)
  }
}

async function patientFetch(address: string): Promise<Response | null> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(address).catch(() => null)
    if (response?.ok || tries === TRIES) return response
    await setTimeout(PAUSE_MS)
  }
}
