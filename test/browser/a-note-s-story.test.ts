import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unbroken } from '../../worker/site/typography'
import { amount } from '../support/amount'
import { sliceOfLooks } from '../support/axe'
import { launchChromium } from '../support/chromium'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, TestModerator } from '../support/people'
import { siteYaml } from '../support/temporary-content'
import { follow, glance, inspect, personWithoutScript } from '../support/without-javascript'

let site: RunningSite
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  const reasons = `reasons: [{ id: preciser, action: return, label: À préciser, text: 'De quel moment parlez-vous ?' }]\n`
  await site.publish({ ...pagesWithNotes, 'content/site.yml': siteYaml + reasons })
})
afterAll(() => Promise.all([site.close(), browser.close()]))

test.each(sliceOfLooks.slice(0, amount({ slice: 1, whole: 4 })))(
  'a note is sent, questioned, answered, approved, read and withdrawn, without JavaScript: $colorScheme, $width px',
  async (look) => {
    const { key } = await TestModerator.join(site, `Naïg ${look.colorScheme} ${look.width}`)
    const [attendee, moderator, reader] = await Promise.all([
      personWithoutScript(browser, look),
      personWithoutScript(browser, look),
      personWithoutScript(browser, look),
    ])
    const words = `Four ${look.colorScheme} ${look.width}`

    await attendee.goto(`${site.url}/seance/`)
    await follow(attendee, 'text=Écrire une note')
    await glance(attendee, look)
    await follow(attendee, 'text=Relire avant d’envoyer')
    expect(await attendee.title()).toMatch(/^Erreur\s: /)
    await glance(attendee, look)
    await attendee.fill('[name=body]', `## ${words}\n\nIl monte à **120 degrés**.\n\n| a | b |\n|---|---|\n| 1 | 2 |`)
    await attendee.fill('[name=author]', 'Goéland')
    await attendee.check('[name=licence]')
    await follow(attendee, 'text=Relire avant d’envoyer')
    expect(await attendee.textContent('.texte strong')).toBe('120 degrés')
    await glance(attendee, look)
    await follow(attendee, 'text=Envoyer ma note')
    expect(attendee.url()).toContain('/suivi/')
    expect(await attendee.textContent('.etat-note')).toContain('Reçue')
    await glance(attendee, look)

    await moderator.goto(`${site.url}/moderation/`)
    await inspect(moderator, look)
    await moderator.fill('[name=key]', 'une mauvaise clé')
    await follow(moderator, 'button')
    await inspect(moderator, look)
    await moderator.fill('[name=key]', key)
    await follow(moderator, 'button')
    await inspect(moderator, look)
    await follow(moderator, '.file a')
    await glance(moderator, look)
    await moderator.click('summary:has-text("Demander une précision")')
    await follow(moderator, 'details[open] button')
    await inspect(moderator, look)
    await moderator.selectOption('#ready-return', 'preciser')
    await follow(moderator, 'details[open] button[value=return]')
    expect(await moderator.textContent('main')).toContain(unbroken('Rien n’attend. Merci !'))
    await inspect(moderator, look)

    await attendee.reload()
    expect(await attendee.textContent('blockquote')).toBe(unbroken('De quel moment parlez-vous ?'))
    await glance(attendee, look)
    await attendee.fill('[name=body]', `## ${words}\n\nDu matin : il monte à **120 degrés**.`)
    await follow(attendee, 'text=Envoyer la correction')

    await moderator.goto(`${site.url}/moderation/`)
    await moderator.check('[name=item]')
    await follow(moderator, 'button[value=approve]')
    await glance(moderator, look)
    await follow(moderator, 'text=Oui, le faire')
    await inspect(moderator, look)

    await reader.goto(`${site.url}/seance/`)
    expect(await reader.textContent('#notes')).toContain('Du matin')
    await inspect(reader, look)
    await follow(reader, `article:has-text("${words}") p.faits a`)
    expect(reader.url()).toContain('/notes/')
    await glance(reader, look)

    await attendee.reload()
    expect(await attendee.textContent('.etat-note')).toContain('Publiée')
    await glance(attendee, look)
    await follow(attendee, 'button:has-text("Retirer ma note")')
    await inspect(attendee, look)
    await follow(attendee, 'text=Oui, retirer ma note pour toujours')
    expect(await attendee.textContent('.etat-note')).toContain('Retirée')
    await glance(attendee, look)

    expect((await reader.reload())?.status()).toBe(410)
    await glance(reader, look)
    await reader.goto(`${site.url}/seance/`)
    expect(await reader.textContent('main')).not.toContain(words)
  },
  60_000,
)
