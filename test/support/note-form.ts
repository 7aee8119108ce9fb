import type { Page } from 'playwright-core'
import type { RunningSite } from './harness'

let texts = 0

/** Another one each time. */
export function newText(): string {
  return `Un texte que personne ne doit perdre, le ${++texts}ᵉ.`
}

/** @param url Where the site answers, or a proxy before it. */
export function formOfSession(url: string): string {
  return `${url}/contribuer/?page=/seance/`
}

export async function write(form: Page, text: string, address: string): Promise<void> {
  await form.goto(address)
  await form.fill('[name=body]', text)
  await form.check('[name=licence]')
}

export async function check(form: Page): Promise<void> {
  await form.click('text=Relire avant d’envoyer')
  await form.waitForSelector('button[value=send]')
}

/** Texts that the device keeps. */
export function kept(form: Page): Promise<string[]> {
  return form.evaluate(() => Object.values({ ...localStorage }).map((text) => JSON.parse(String(text)).body as string))
}

/** How many notes say this. */
export async function notesSaying({ env }: RunningSite, text: string): Promise<number> {
  const row = await env.DB.prepare('SELECT count(*) AS notes FROM revisions WHERE body = ?1')
    .bind(text)
    .first<{ notes: number }>()
  return row?.notes ?? -1
}
