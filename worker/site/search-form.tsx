import type { Strings } from './strings'

type SearchFormProps = {
  query?: string
  /** What is wrong with it, tied to the field. */
  fault?: string | undefined
  t: Strings
}

/** Asks for words to search; for pages with the `working` stylesheet. */
export function SearchForm({ query, fault, t }: SearchFormProps) {
  return (
    <search>
      <form action="/recherche/">
        <div class="champ">
          <label for="q">{t.search.label}</label>
          <p class="aide" id="q-aide">
            {t.search.hint}
          </p>
          {fault && (
            <p class="faute" id="q-faute">
              {fault}
            </p>
          )}
          <input
            type="search"
            id="q"
            name="q"
            value={query ?? ''}
            aria-describedby={fault ? 'q-aide q-faute' : 'q-aide'}
            aria-invalid={fault ? 'true' : undefined}
            enterkeyhint="search"
          />
        </div>
        <p class="boutons">
          <button type="submit">{t.search.submit}</button>
        </p>
      </form>
    </search>
  )
}
