import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseDocument, stringify } from 'yaml'
import { longDay } from '../../worker/site/dates'
import { projectRoot } from '../project'
import { organisersOwn } from './organisers-own'
import { dayAfter, daysOf, type FreshEvent, slugOf } from './questions'

/** security.txt may look a year ahead at most (RFC 9116, 2.5.5). */
const SECURITY_DAYS = 364

/**
 * The pages that name the event only by what site.yml says of it, and a site.yml about an example, with its comments. What
 * stands in this event's own `content/` is about this event.
 */
const begun = join(projectRoot, 'cli/fresh-event/content')

/** A `content/` that builds as it is: settings, a page for each day, a session to copy, first steps, the legal pages. */
export async function writeContent(target: string, event: FreshEvent, now: Date): Promise<void> {
  await cp(begun, join(target, 'content'), { recursive: true })
  const files: Record<string, string> = {
    'site.yml': await settings(event, now),
    'index.md': home(event),
    'participants.md': await participants(),
    'sessions/index.md': sessions(event),
    'sessions/une-seance.md': oneSession(event),
    ...Object.fromEntries(daysOf(event).map((day) => [`sessions/jour-${day}.md`, dayPage(day)])),
  }
  for (const [name, text] of Object.entries(files)) {
    const path = join(target, 'content', name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
}

/** A key without entries would be read as a fault or written in brackets, so what is not there yet is an example. */
const exampleThemes = /^#themes:\n(?:# .*\n)+/m

async function settings(event: FreshEvent, now: Date): Promise<string> {
  const text = await readFile(join(begun, 'site.yml'), 'utf8')
  const yaml = parseDocument(
    event.themes.length === 0 ? text : text.replace(exampleThemes, () => stringify({ themes: event.themes })),
  )
  yaml.set('name', event.name)
  yaml.set('title', `${event.name}, le carnet`)
  yaml.set('description', `Le carnet collectif de « ${event.name} », à lire et à écrire ensemble.`)
  yaml.set('url', event.url)
  yaml.set('timezone', event.timezone)
  yaml.set('event', yaml.createNode({ name: event.name, start: event.start, end: event.end, place: event.place }))
  yaml.setIn(['security', 'contact'], `mailto:securite@${slugOf(event.name)}.example`)
  yaml.setIn(['security', 'expires'], dayAfter(now.toISOString(), SECURITY_DAYS))
  for (const [path, value] of organisersOwn()) yaml.setIn(path, value)
  return yaml.toString({ lineWidth: 0 })
}

/** A page with this front matter. */
function page(front: Record<string, unknown>, body: string): string {
  return `---\n${stringify(front)}---\n\n${body.trim()}\n`
}

function home(event: FreshEvent): string {
  return page(
    { title: event.name, description: `Le carnet collectif de « ${event.name} ».`, hide: ['toc'] },
    `
Ce carnet est celui de « ${event.name} », ${event.place}. On y lit ce qui se dit dans les séances, et chacun peut y ajouter ce qu’il en retient. Une personne relit chaque note avant qu’elle paraisse.

## Par où commencer

- Lire : [les séances](sessions/index.md), jour par jour.
- Écrire : [les premiers pas](premiers_pas.md), en cinq minutes.
- Garder : [les actes](/actes/), toutes les notes en un document, à imprimer ou à emporter.
- Raconter une conversation de couloir : la page [hors programme](sessions/hors-programme.md).`,
  )
}

/** The participants' guide as a page of the site: the address stands on it, and a browser prints it. */
async function participants(): Promise<string> {
  const guide = await readFile(join(projectRoot, 'docs/participants.md'), 'utf8')
  const [title = '', ...text] = guide.split('\n')
  return page(
    { title: title.replace('# ', ''), description: 'Le guide des participants, à imprimer et à poser à l’accueil.' },
    text.join('\n').replace(/^Adresse du carnet : .*$/m, 'Adresse du carnet : `{{ url }}/`'),
  )
}

function sessions(event: FreshEvent): string {
  const days = daysOf(event).map((day) => `- [${longDay(day, 'fr')}](jour-${day}.md)`)
  return page(
    { title: 'Les séances', description: 'Toutes les séances du carnet, jour par jour.' },
    `${days.join('\n')}\n\nEt à toute heure : [hors programme](hors-programme.md).`,
  )
}

function dayPage(day: string): string {
  const title = longDay(day, 'fr')
  return page(
    { title, description: `Les séances du jour : ${title.toLowerCase()}.`, day },
    'Les séances du jour, heure par heure.',
  )
}

/** To be copied for each session. */
function oneSession({ start, themes }: FreshEvent): string {
  const theme = themes[0] === undefined ? {} : { theme: themes[0].id }
  const session = { start: `${start}T10:00`, end: `${start}T12:00`, room: 'grande-salle', ...theme }
  return page(
    { title: 'Une séance', description: 'Une séance d’exemple, à copier.', notes: 'open', session },
    `
Cette page est un exemple : copiez-la pour chaque séance, changez le titre, l’heure et la salle, puis présentez la séance en quelques lignes.

## Ce que nous aimerions lire dans vos notes

- ce que vous en retenez ;
- les adresses et les projets cités ;
- les questions restées sans réponse.`,
  )
}
