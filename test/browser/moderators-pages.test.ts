import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { amount } from '../support/amount'
import { looks } from '../support/axe'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { numberedPages, postForm, postJson, type SentNote, sendNote, TestModerator } from '../support/people'
import { siteYaml } from '../support/temporary-content'
import { follow, glance, inspect, personWithoutScript } from '../support/without-javascript'

let site: RunningSite
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  const reasons = `reasons: [{ id: doublon, action: reject, label: Doublon, text: 'Nous en gardons une.' }]\n`
  await site.publish({ ...numberedPages(8), 'content/site.yml': siteYaml + reasons })
})
afterAll(() => Promise.all([site.close(), browser.close()]))

const text = `Nous avons compté les haies du bourg avec un décamètre, un carnet et beaucoup de patience ce matin, puis écrit à quelqu.un@exemple.example ou au 02 00 00 00 00.`
const long = `${'Unmotquinefinitpas'.repeat(12)} [la banque](https://banque.example.evil.example/${'x'.repeat(90)}) https://xn--80ak6aa92e.example/`

/** A note in every state that a moderator may open. */
async function oneOfEach(page: string, moderator: TestModerator) {
  const send = (body: string, author = 'Goéland') => sendNote(site, { page, body, author })
  const revise = ({ receipt }: SentNote, body: string) =>
    postJson(site, `/api/receipts/${receipt}`, { body, author: 'Naïg' }, {}, 'PUT')
  const notes = {
    pending: await send(text),
    near: await send(`${text} ${long}`),
    revised: await send('Le four monte à cent degrés.'),
    retouched: await send('Une fote.'),
    reported: await send('À signaler.'),
    erased: await send('À effacer.'),
    spam: await send('Achetez.'),
  }
  await moderator.decideAll('approve', [notes.revised.id, notes.reported.id])
  await moderator.decide(notes.retouched.id, 'edit', { body: 'Sans faute.' })
  await moderator.decide(notes.spam.id, 'spam')
  await moderator.decide(notes.erased.id, 'erase')
  await revise(notes.revised, 'Le four monte à deux cents degrés.')
  for (const reason of ['Une personne est citée.', 'Le lien trompe.']) {
    await postForm(site, `/notes/${notes.reported.id}/signaler/`, { reason })
  }
  return notes
}

test.each(looks.slice(0, amount({ slice: 1, whole: looks.length })))(
  'axe finds nothing on any page of the moderators, nothing overflows, and all of it works without JavaScript: $colorScheme, $width px',
  async (look) => {
    const place = looks.indexOf(look) + 1
    const page = `/page-${place}/`
    const moderator = await TestModerator.join(site, `Organisation ${place}`, { organiser: true })
    const notes = await oneOfEach(page, moderator)
    const other = await TestModerator.join(site, `Malo ${place}`)
    const person: Page = await personWithoutScript(browser, look)
    const signIn = async (who: Page, key: string) => {
      await who.goto(`${site.url}/moderation/connexion/`)
      await who.fill('[name=key]', key)
      await follow(who, 'main button')
    }
    const lookAt = async (path: string) => {
      await person.goto(`${site.url}${path}`)
      await glance(person, look)
    }
    const decideBy = async (note: SentNote, selector: string, summary?: string) => {
      await person.goto(`${site.url}/moderation/notes/${note.id}/?page=${page}`)
      if (summary) await person.click(`summary:has-text("${summary}")`)
      await follow(person, selector)
      await glance(person, look)
    }

    await signIn(person, 'mauvaise')
    await glance(person, look)
    await signIn(person, moderator.key)
    await follow(person, 'text=Réglages')
    await follow(person, 'text=Allumer les raccourcis')
    await glance(person, look)
    await follow(person, 'text=Faire une adresse')
    await glance(person, look)

    const reader = await personWithoutScript(browser, look)
    await signIn(reader, other.key)
    await reader.goto(`${site.url}/moderation/notes/${notes.pending.id}/`)
    for (const { id } of Object.values(notes)) await lookAt(`/moderation/notes/${id}/?page=${page}`)
    for (const { id } of [notes.near, notes.revised, notes.reported]) {
      await person.goto(`${site.url}/moderation/notes/${id}/`)
      await inspect(person, look)
    }
    for (const query of ['', '?q=introuvable&kind=report', '?status=spam&coche=tout', '?choisir=1']) {
      await lookAt(`/moderation/${query}`)
    }
    await person.goto(`${site.url}/moderation/notes/${notes.pending.id}/`)
    expect(await person.textContent('main')).toContain(`Malo ${place} relit depuis`)

    // Faults, a ready sentence taken over, a conflict, then each decision by its button.
    await decideBy(notes.pending, 'details[open] button[value=return]', 'Demander une précision')
    expect(await person.textContent('.resume')).toContain('Écrivez ce que vous demandez')
    await person.goto(`${site.url}/moderation/notes/${notes.pending.id}/`)
    await person.click('summary:has-text("Refuser")')
    await person.selectOption('#ready-reject', 'doublon')
    await follow(person, 'text=Reprendre cette phrase')
    expect(await person.inputValue('#reason-reject')).toBe('Nous en gardons une.')
    await glance(person, look)
    await person.goto(`${site.url}/moderation/notes/${notes.pending.id}/`)
    await other.decide(notes.pending.id, 'edit', { body: 'Le texte de Malo.' })
    await person.click('summary:has-text("Retoucher")')
    await person.fill('details[open] [name=body]', 'Mon texte.')
    await follow(person, 'details[open] button[value=edit]')
    expect(await person.textContent('.resume')).toContain(`retouchée et publiée par Malo ${place}`)
    await inspect(person, look)
    await follow(person, 'text=Quand même')
    expect((await moderator.note(notes.pending.id)).body).toBe('Mon texte.')
    await glance(person, look)

    await decideBy(notes.reported, 'section >> text=Classer sans suite >> nth=0')
    await follow(person, 'text=Annuler')
    await glance(person, look)
    await decideBy(notes.reported, 'text=Dépublier aussitôt')
    expect((await moderator.note(notes.reported.id)).status).toBe('rejected')
    await decideBy(notes.near, 'details[open] button[value=anonymise]', 'Pour une lettre')
    await follow(person, 'button[value=anonymise]')
    expect((await moderator.note(notes.near.id)).author).toBeNull()
    await glance(person, look)
    await decideBy(notes.near, 'details[open] button[value=erase]', 'Pour une lettre')

    await person.goto(`${site.url}/moderation/?page=${page}&coche=tout`)
    await follow(person, 'button[value=reject]')
    await inspect(person, look)
    await person.fill('[name=reason]', 'x'.repeat(2_001))
    await follow(person, 'text=Oui, le faire')
    await glance(person, look)
    await person.fill('[name=reason]', 'Hors sujet.')
    await follow(person, 'text=Oui, le faire')
    await glance(person, look)
    await lookAt(`/moderation/?page=${page}`)
    await inspect(person, look)

    await lookAt('/moderation/equipe/')
    await follow(person, 'text=Faire la clé')
    await inspect(person, look)
    await person.fill('#name', `Enora ${place}`)
    await follow(person, 'text=Faire la clé')
    await glance(person, look)
    await follow(person, 'text=Retour à l’équipe')
    await follow(person, `text=Révoquer la clé d’Enora ${place}`)
    await glance(person, look)
    await follow(person, 'text=Oui, révoquer')
    await glance(person, look)
    for (const path of ['journal/', 'chiffres/']) {
      await lookAt(`/moderation/${path}`)
      await inspect(person, look)
    }
    await lookAt('/moderation-en-chiffres/')

    await lookAt(`/notes/${notes.retouched.id}/signaler/`)
    await follow(person, 'text=Envoyer le signalement')
    await inspect(person, look)
    await person.fill('[name=reason]', 'Une personne est citée.')
    await follow(person, 'text=Envoyer le signalement')
    expect(await person.textContent('.reference')).toMatch(/^SIGNAL-\d+$/)
    await glance(person, look)
    await Promise.all([person.context().close(), reader.context().close()])
  },
  amount({ slice: 120_000, whole: 300_000 }),
)
