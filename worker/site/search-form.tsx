import type { Strings } from './strings'

/** Asks for words to search; for pages with the `working` stylesheet. */
export function SearchForm({ query, t }: { query?: string; t: Strings }) {
  return (
    <search>
      <form action="/recherche/">
        <div class="champ">
          <label for="q">{t.search.label}</label>
          <p class="aide" id="q-aide">
            {t.search.hint}
          </p>
          <input type="search" id="q" name="q" value={query ?? ''} aria-describedby="q-aide" enterkeyhint="search" />
        </div>
        <p class="boutons">
          <button type="submit">{t.search.submit}</button>
        </p>
      </form>
    </search>
  )
}
