import type { Child } from 'hono/jsx'
import type { PageIndex } from '../../site/page-index'
import { SearchForm } from '../../site/search-form'
import type { Piece } from '../../site/search-words'
import type { Strings } from '../../site/strings'
import { WaysOn } from '../ways-on'

/** One page or note that was found, the words told apart. `lang`: a page's, where it is not the site's. */
export type Answer = { address: string; title: Child; excerpt: Piece[]; lang?: string | undefined }

export type Searched =
  | { state: 'empty' | 'query_too_long' | 'query_no_word' | 'too many' }
  | {
      state: 'searched'
      answers: Answer[]
      total: number
      /** From 1. */
      page: number
      pages: number
      /** Which of all answers is the first here, from 1. */
      from: number
    }

type SearchPageProps = { query: string; searched: Searched; index: PageIndex; t: Strings }

export function SearchPage({ query, searched, index, t }: SearchPageProps) {
  return (
    <>
      <h1>{t.search.title}</h1>
      <SearchForm query={query} fault={faultOf(searched, t)} t={t} />
      {searched.state === 'too many' && <p>{t.search.tooMany}</p>}
      {searched.state === 'searched' && searched.total === 0 && <p>{t.search.none}</p>}
      {searched.state === 'searched' && searched.total > 0 && <Answers query={query} searched={searched} t={t} />}
      {!(searched.state === 'searched' && searched.total > 0) && <OtherWays searched={searched} index={index} t={t} />}
    </>
  )
}

/** What is wrong with the words themselves. */
export function faultOf({ state }: Searched, { faults }: Strings): string | undefined {
  return state === 'query_too_long' || state === 'query_no_word' ? faults[state] : undefined
}

type AnswersProps = { query: string; searched: Searched & { state: 'searched' }; t: Strings }

function Answers({ query, searched, t }: AnswersProps) {
  const { answers, total, page, pages, from } = searched
  return (
    <section aria-labelledby="reponses">
      <h2 id="reponses">
        {pages > 1 ? t.search.foundFrom(total, from, from + answers.length - 1) : t.search.found(total)}
      </h2>
      <ul class="seances">
        {answers.map(({ address, title, excerpt, lang }) => (
          <li>
            <a href={address} lang={lang}>
              {title}
            </a>
            <p dir="auto" lang={lang}>
              <Pieces pieces={excerpt} />
            </p>
          </li>
        ))}
      </ul>
      {pages > 1 && <Paging query={query} page={page} pages={pages} t={t} />}
    </section>
  )
}

export function Pieces({ pieces }: { pieces: Piece[] }) {
  return <>{pieces.map(({ text, found }) => (found ? <mark>{text}</mark> : text))}</>
}

function Paging({ query, page, pages, t }: { query: string; page: number; pages: number; t: Strings }) {
  const link = (to: number, label: string) =>
    to >= 1 && to <= pages ? (
      <li>
        <a href={`?${new URLSearchParams({ q: query, ...(to > 1 && { page: String(to) }) })}`}>{label}</a>
      </li>
    ) : null
  return (
    <nav aria-label={t.search.more}>
      <ul class="suite">
        {link(page - 1, t.search.previous)}
        {link(page + 1, t.search.next)}
      </ul>
    </nav>
  )
}

/** Where to go on from an empty search, or one that found nothing. */
function OtherWays({ searched, index, t }: Omit<SearchPageProps, 'query'>) {
  return (
    <>
      {searched.state === 'searched' && <p>{t.search.noneWays}</p>}
      <WaysOn to={['programme', 'latest', 'plan']} index={index} t={t} />
    </>
  )
}

/** With the database down: what was typed is kept, and every page is a link away. */
export function SearchDown({ query, t, plan }: { query: string; t: Strings; plan: Child }) {
  return (
    <>
      <h1>{t.search.downTitle}</h1>
      <p>{t.search.down}</p>
      <SearchForm query={query} t={t} />
      <h2>{t.sitemap}</h2>
      {plan}
    </>
  )
}
