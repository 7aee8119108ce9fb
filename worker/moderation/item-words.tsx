import type { Child } from 'hono/jsx'
import { titleAmong } from '../site/in-language'
import { addressOfPage, languageOf, type PageIndex } from '../site/page-index'
import type { Strings } from '../site/strings'

/** `links:4` → « 4 liens ». */
export function flagText(flag: string, t: Strings): string {
  const { flags } = t.moderation
  const [name = '', detail] = flag.split(':')
  if (name === 'links') return `${detail} ${flags.links}`
  if (name === 'near') return `${flags.near} ${detail}`
  return name in flags ? flags[name as keyof typeof flags] : flag
}

/** What was done, as a participle: « publiée ». */
export function doneText(action: string, t: Strings): string {
  const { done } = t.moderation
  return action in done ? done[action as keyof typeof done] : action
}

export function pageTitle(index: PageIndex, pageId: string): string {
  const address = addressOfPage(index, pageId)
  return (address && index.pages[address]?.title) ?? pageId
}

/** The same in its own language. */
export function titleInLine(index: PageIndex, pageId: string): Child {
  return titleAmong(index.site.lang, languageOf(index, pageId), pageTitle(index, pageId))
}
