import type { D1Database } from '@cloudflare/workers-types'
import { logFault } from '../log'
import { publishedIndex } from '../published-index'
import { replyPage } from '../reply'
import { Room } from '../room'
import { Memory } from '../site/memory'
import { type Strings, stringsFor } from '../site/strings'
import { type Year, yearlyFigures } from './figures'

/** What moderation does, year by year, for everybody: the charter leads here. */
export const publicFigures = new Room()

/** They count all notes, decisions and reports, for whoever asks: some minutes old they say the same. */
const figures = new Memory<Year[]>({ freshMs: 10 * 60_000, lastGoodMs: 24 * 60 * 60_000, room: 1 })

publicFigures.get('/moderation-en-chiffres/', async (c) => {
  const { site } = await publishedIndex(c)
  const years = await figuresInMemory(c.env.DB, site.timezone)
  const t = stringsFor(site.lang)
  c.header('Cache-Control', 'public, max-age=3600')
  const children = <YearsPage t={t} years={years} />
  return replyPage(c, { site, title: t.team.yearly, address: '/moderation-en-chiffres/', children })
})

function figuresInMemory(db: D1Database, timezone: string): Promise<Year[]> {
  const onFault = (error: unknown) => logFault('figures read from memory', error)
  return figures.read(timezone, Date.now(), () => yearlyFigures(db, timezone), onFault)
}

function YearsPage({ t, years }: { t: Strings; years: Year[] }) {
  const { team } = t
  const rows: [string, keyof Omit<Year, 'year'>][] = [
    [team.received, 'received'],
    [team.published, 'published'],
    [team.retouched, 'retouched'],
    [team.asked, 'asked'],
    [team.rejected, 'rejected'],
    [team.spam, 'spam'],
    [team.unpublished, 'unpublished'],
    [team.reported, 'reports'],
  ]
  return (
    <>
      <h1>{team.yearly}</h1>
      <p>{years.length === 0 ? team.yearlyNone : team.yearlyText}</p>
      {years.map((figures) => (
        <section aria-labelledby={`annee-${figures.year}`}>
          <h2 id={`annee-${figures.year}`}>
            {team.year} {figures.year}
          </h2>
          <dl class="chiffres">
            {rows.map(([label, name]) => (
              <>
                <dt>{label}</dt>
                <dd>{figures[name]}</dd>
              </>
            ))}
          </dl>
        </section>
      ))}
    </>
  )
}
