import { afterEach, beforeEach, expect, test } from 'vitest'
import { dayAndHours, longDay } from '../../worker/site/dates'
import { localTimeAt } from '../../worker/site/zoned-time'
import { type RunningSite, startSite } from '../support/harness'
import { siteYaml } from '../support/temporary-content'

let site: RunningSite
beforeEach(async () => {
  site = await startSite()
})
afterEach(() => site.close())

/** Far from Paris and from UTC, so that the wrong clock would show. */
const ZONE = 'Pacific/Auckland'

const at = (minutes: number) => localTimeAt(new Date(Date.now() + minutes * 60_000), ZONE)

const session = (title: string, from: number, to: number, more = '') =>
  `---\ntitle: ${title}\nsession: { start: ${at(from)}, end: ${at(to)}${more} }\n---\n`

/** Whether pages that lead on to what the program writes itself lead to a programme. */
const proposals = () =>
  Promise.all(
    ['/plan/', '/recherche/', '/recherche/?q=introuvable', '/hors-connexion/'].map(async (path) =>
      /href="\/programme\/|Garder le programme|programme est gardé/.test(await (await site.get(path)).text()),
    ),
  )

const settings = siteYaml
  .replace('Europe/Paris', ZONE)
  .replace(/start: \S+, end: \S+,/, `start: ${at(-3000).slice(0, 10)}, end: ${at(3000).slice(0, 10)},`)

test('what runs now and what comes next, at the event’s own hour', async () => {
  await site.publish({
    'content/site.yml': settings,
    'content/fini.md': session('Séance finie', -90, -30),
    'content/la.md': session('Séance en cours', -30, 30),
    'content/annulee.md': session('Séance annulée ici', -30, 30, ', status: cancelled'),
    'content/apres.md': session('Séance suivante', 60, 90),
    'content/plus-tard.md': session('Séance lointaine', 120, 150),
  })
  const response = await site.get('/programme/maintenant/')
  expect(response.headers.get('Cache-Control')).toBe('public, max-age=60')
  const [, now = '', next = ''] = (await response.text()).split(/<h2>(?:En ce moment|Ensuite)<\/h2>/)
  expect(now).toContain('Séance en cours')
  expect(now).toContain('Séance annulée</strong>')
  expect(next).toContain('Séance suivante')
  expect(now + next).not.toMatch(/Séance finie|Séance lointaine/)
  expect(await proposals()).toEqual([true, true, true, true])
})

/** Sessions with their state, the heading between them and the sentences that stand for none, as the page tells them. */
const toldIn = (html: string) =>
  [...html.matchAll(/>((?:Séance|Atelier) [^<]+|Ensuite|Aucune séance [^<]+|Plus aucune séance [^<]+)</g)].map(
    ([, words]) => words,
  )

test('a cancelled session stands behind those that run, and hides none that comes', async () => {
  const cancelled = ', status: cancelled'
  await site.publish({
    'content/site.yml': settings,
    'content/a.md': session('Atelier annulé ici', -30, 30, cancelled),
    'content/b.md': session('Séance en cours', -30, 30),
    'content/c.md': session('Atelier annulé bientôt', 10, 40, cancelled),
    'content/d.md': session('Séance suivante', 1440, 1500),
    'content/e.md': session('Séance lointaine', 1441, 1500),
  })
  const html = await (await site.get('/programme/maintenant/')).text()
  expect(toldIn(html)).toEqual([
    'Séance en cours',
    'Atelier annulé ici',
    'Séance annulée',
    'Ensuite',
    'Atelier annulé bientôt',
    'Séance annulée',
    'Séance suivante',
  ])
  expect(html.indexOf(`<p>${longDay(at(1440), 'fr')}</p>`)).toBeGreaterThan(html.indexOf('Atelier annulé bientôt'))
})

test('where all that is left is cancelled, nothing takes place', async () => {
  await site.publish({
    'content/site.yml': settings,
    'content/a.md': session('Atelier annulé ici', -30, 30, ', status: cancelled'),
    'content/b.md': session('Atelier annulé ensuite', 10, 40, ', status: cancelled'),
  })
  expect(toldIn(await (await site.get('/programme/maintenant/')).text())).toEqual([
    'Aucune séance n’a lieu en ce moment.',
    'Atelier annulé ici',
    'Séance annulée',
    'Ensuite',
    'Plus aucune séance n’est au programme.',
    'Atelier annulé ensuite',
    'Séance annulée',
  ])
})

test('what runs for days says since when and until when', async () => {
  const [start, end] = [at(-2000), at(2000)]
  const page = `---\ntitle: Résidence\nsession: { start: ${start}, end: ${end} }\n---\n`
  await site.publish({ 'content/site.yml': settings, 'content/longue.md': page })
  const html = await (await site.get('/programme/maintenant/')).text()
  expect(html).toContain(`<h3>${dayAndHours({ start, end }, 'fr')}</h3>`)
})

test('after the last session, and without any, it says so', async () => {
  await site.publish({ 'content/site.yml': settings, 'content/fini.md': session('Séance finie', -90, -30) })
  const html = await (await site.get('/programme/maintenant/')).text()
  expect(html).toContain('Aucune séance n’a lieu en ce moment')
  expect(html).toContain('Plus aucune séance n’est au programme')
})

test('an event without sessions has an empty programme that nothing leads to, empty schedules and no broken page', async () => {
  await site.publish({ 'content/site.yml': settings })
  expect(await (await site.get('/programme/')).text()).toContain('Aucune séance n’est encore annoncée.')
  for (const path of ['/programme/maintenant/', '/nouveautes/', '/feed.xml', '/schedule.ics', '/schedule.xml']) {
    expect([path, (await site.get(path)).status]).toEqual([path, 200])
  }
  const schedule = (await (await site.get('/schedule.json')).json()) as {
    schedule: { conference: { days: unknown[] } }
  }
  expect(schedule.schedule.conference.days.length).toBeGreaterThan(3)
  expect((await site.get('/n/AFHJK')).status).toBe(404)
  expect(await proposals()).toEqual([false, false, false, false])
})
