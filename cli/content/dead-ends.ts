import { pathOf } from '../../worker/site/paths'
import { shortCode } from '../../worker/site/short-code'
import { knownWords } from './explain'
import type { Content } from './read'
import { idOf, type SourcePage } from './source-page'
import { isSound } from './yaml'

/**
 * Why an address of the program's own has nothing to show, as far as the content tells: who leads there misses a page as
 * much as by any other link. Null: nothing is wrong with it, or only what is stored could tell.
 * @param target Decoded; with its query.
 */
export function deadEnd(content: Content, target: string): string | null {
  const [first, second = '', ...more] = pathOf(target).split('/').filter(Boolean)
  if (first === 'programme') return noSuchDay(content, second) ?? noSuchChoice(content, target)
  if (first === 'n' && more.length === 0) return noSuchCode(content, second)
  return noSuchPart(content, pathOf(target))
}

function noSuchDay({ site }: Content, part: string): string | null {
  if (!site || part === '' || part === 'maintenant') return null
  const { start, end } = site.event
  if (!/^\d{4}-\d{2}-\d{2}$/.test(part)) return `${part} n’est pas un jour`
  return part < start || part > end ? `le ${part} est hors des dates de l’événement` : null
}

function noSuchChoice({ site, reading: { faulty } }: Content, target: string): string | null {
  const query = new URLSearchParams(/\?[^#]*/.exec(target)?.[0])
  for (const [key, list, unknown, known] of choices) {
    const chosen = query.get(key)
    const ids = site?.[list].map(({ id }) => id)
    if (!chosen || !ids || !isSound(faulty, list) || ids.includes(chosen)) continue
    return `${unknown} de site.yml : ${chosen} (${knownWords(known, ids, chosen)})`
  }
  return null
}

const choices = [
  ['theme', 'themes', 'thème inconnu', 'connus'],
  ['salle', 'rooms', 'salle inconnue', 'connues'],
] as const

function noSuchCode({ pages }: Content, code: string): string | null {
  const isIt = (page: SourcePage) => page.front.session && shortCode(idOf(page)) === code.toUpperCase()
  return pages.some(isIt) ? null : `aucune séance n’a l’adresse courte ${code}`
}

function noSuchPart({ pages }: Content, path: string): string | null {
  const [, above = '', part = ''] = /^(\/.+\/)(affiche|session\.ics|feed\.xml)\/?$/.exec(path) ?? []
  const key = part === 'feed.xml' ? 'notes' : 'session'
  if (part === '') return null
  const page = pages.find(({ address }) => address === above)
  if (!page) return `la page ${above} n’existe pas`
  if (page.front[key] || !isSound(page.faulty, key)) return null
  return key === 'notes' ? `${page.file} ne prend pas de notes` : `${page.file} n’est pas une séance`
}
