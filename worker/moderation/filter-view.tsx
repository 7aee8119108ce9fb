import { Field } from '../notes/fields'
import { type Status, statuses } from '../notes/note'
import { alphabetically } from '../site/alphabetical'
import { queryFault } from '../site/search-words'
import type { FilterQuery } from './filter'
import { filterSearch } from './filter'
import type { Frame } from './frame'
import { itemKinds } from './queue'

type Choice = [value: string, label: string]

/** Narrows the queue. A plain form, so that a filter is an address that can be kept. */
export function FilterForm({ index, t, query }: Frame & { query: FilterQuery }) {
  const { moderation: m } = t
  const isNarrowed = filterSearch(query) !== ''
  const fault = queryFault(query.q)
  return (
    <details open={isNarrowed}>
      <summary>{m.filter}</summary>
      <form method="get" action="/moderation/">
        <Select name="status" label={m.state} chosen={query.status ?? 'pending'} choices={statuses.map(stateChoice)} />
        <Select
          name="kind"
          label={m.kind}
          chosen={query.kind}
          choices={[['', m.allKinds], ...itemKinds.map((kind): Choice => [kind, m.kinds[kind]])]}
        />
        <Select name="page" label={m.page} chosen={query.page} choices={[['', m.allPages], ...pagesWithNotes(index)]} />
        {index.site.themes.length > 0 && (
          <Select
            name="theme"
            label={m.theme}
            chosen={query.theme}
            choices={[['', m.allThemes], ...index.site.themes.map(({ id, name }): Choice => [id, name])]}
          />
        )}
        <Select
          name="flag"
          label={m.flag}
          chosen={query.flag}
          choices={[['', m.allFlags], ...Object.entries(m.flags)]}
        />
        <Field name="q" label={m.words} faults={fault ? [{ field: 'q', message: t.faults[fault] }] : []}>
          {(attributes) => <input {...attributes} name="q" value={query.q ?? ''} />}
        </Field>
        <p class="boutons">
          <button class="second">{m.filter}</button>
          {isNarrowed && <a href="/moderation/">{m.noFilter}</a>}
        </p>
      </form>
    </details>
  )

  function stateChoice(status: Status): Choice {
    return [status, m.states[status]]
  }
}

type SelectProps = { name: string; label: string; chosen: string | undefined; choices: Choice[] }

function Select({ name, label, chosen, choices }: SelectProps) {
  return (
    <p>
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {choices.map(([value, text]) => (
          <option value={value} selected={value === (chosen ?? '')}>
            {text}
          </option>
        ))}
      </select>
    </p>
  )
}

/** Closed pages too: their notes may wait still. */
function pagesWithNotes({ pages }: Frame['index']): Choice[] {
  const taking = Object.entries(pages).filter(([, { notes }]) => notes !== undefined)
  return alphabetically(taking, ([, { title }]) => title).map(([address, { title }]) => [address, title])
}
