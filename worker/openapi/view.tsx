import type { Strings } from '../site/strings'
import type { Operation } from './operations'
import type { ApiWords } from './words'

type ApiPageProps = {
  t: Strings
  words: ApiWords
  /** The site's own absolute address. */
  url: string
  operations: Operation[]
}

/** Every call of the API, each with a curl command that can be copied. */
export function ApiPage({ t, words: api, url, operations }: ApiPageProps) {
  return (
    <>
      <h1>{api.title}</h1>
      <p>{api.intro}</p>
      <p>{api.faultsIntro}</p>
      <p>
        <a href="/api/openapi.json">{api.document}</a>
      </p>
      {operations.map((operation) => (
        <section id={operation.id}>
          <h2>{api.operations[operation.id]}</h2>
          <p>
            <code>
              {operation.method.toUpperCase()} {operation.path}
            </code>
          </p>
          {operation.key && <p>{api.who[operation.key]}</p>}
          <Parameters operation={operation} t={t} words={api} />
          <pre>
            <code>{curl(operation, url)}</code>
          </pre>
        </section>
      ))}
    </>
  )
}

type ParametersProps = { operation: Operation; t: Strings; words: ApiWords }

function Parameters({ operation: { query = [], headers = [] }, t, words }: ParametersProps) {
  if (query.length + headers.length === 0) return null
  return (
    <ul>
      {query.map((name) => (
        <li>
          <code>?{name}=</code>
          {t.colon}
          {words.query[name]}
        </li>
      ))}
      {headers.map((name) => (
        <li>
          <code>{name}</code>
          {t.colon}
          {words.headers[name]}
        </li>
      ))}
    </ul>
  )
}

const samples: Record<string, string> = { id: '0123456789ab', receipt: 'RECEIPT' }

function curl({ method, path, key, example }: Operation, url: string): string {
  const address = url + path.replace(/\{(\w+)\}/g, (_, name) => samples[name] ?? name)
  return [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}'${address}'`,
    ...(key ? ["-H 'Authorization: Bearer KEY'"] : []),
    ...(example === undefined ? [] : ["-H 'Content-Type: application/json'", `-d '${quoted(example)}'`]),
  ].join(' \\\n  ')
}

/** Between apostrophes, as a shell takes it. */
function quoted(example: unknown): string {
  return JSON.stringify(example).replaceAll("'", "'\\''")
}
