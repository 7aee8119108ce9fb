import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { SHOWN_OF_EACH, TEXTS_OF_REVISIONS } from '../moderation/history'
import type { SiteSettings } from '../site/settings'
import { conflict, problem } from './answers'
import {
  type AnswerHeaderName,
  answerHeaderShapes,
  faultHeaders,
  headerShapes,
  type Operation,
  operationsFor,
  queryShapes,
} from './operations'
import type { ApiWords } from './words'

/** The OpenAPI 3.1 document of this site's API. https://spec.openapis.org/oas/v3.1.1 */
export function describeApi(site: SiteSettings, api: ApiWords) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operationsFor(site.licence.id)) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation, api) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: `${site.title} – ${api.title}`,
      description: api.intro,
      version: '1',
      license: { name: site.licence.name, url: site.licence.url },
    },
    servers: [{ url: site.url }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(problem), Conflict: answerSchema(conflict, api) },
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: api.key } },
    },
  }
}

function describe(operation: Operation, api: ApiWords) {
  const { id, path, key, query = [], headers = [], body } = operation
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  return {
    operationId: id,
    summary: api.operations[id],
    ...(key && { security: [{ key: [] }], description: api.who[key] }),
    parameters: [
      ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...query.map((name) => ({ name, in: 'query', description: api.query[name], schema: queryShapes[name] })),
      ...headers.map((name) => ({ name, in: 'header', description: api.headers[name], schema: headerShapes[name] })),
    ],
    ...(body && { requestBody: { required: true, ...content(requestSchema(body, api.fields)) } }),
    responses: {
      [operation.success.status]: describeSuccess(operation, api),
      ...Object.fromEntries(operation.faults.map((status) => [status, describeFault(operation, status, api)])),
    },
  }
}

function describeSuccess({ success }: Operation, api: ApiWords) {
  return {
    description: api.done,
    ...describeHeaders(success.headers, api),
    ...(success.status !== 204 && content(success.schema ? answerSchema(success.schema, api) : {}, success.type)),
  }
}

function describeFault(operation: Operation, status: number, api: ApiWords) {
  const shape = carriesNote(operation, status) ? 'Conflict' : 'Problem'
  return {
    description: api.faults[status] ?? api.problem,
    ...describeHeaders(faultHeaders[status], api),
    ...content({ $ref: `#/components/schemas/${shape}` }, 'application/problem+json'),
  }
}

function describeHeaders(names: AnswerHeaderName[] | undefined, api: ApiWords) {
  return (
    names && {
      headers: Object.fromEntries(
        names.map((name) => [name, { description: api.answerHeaders[name], schema: answerHeaderShapes[name] }]),
      ),
    }
  )
}

function content(schema: unknown, type = 'application/json') {
  return { content: { [type]: { schema } } }
}

/** A decision that came too late is answered with the note as it is. */
function carriesNote({ id }: Operation, status: number): boolean {
  return id === 'decide' && (status === 409 || status === 412)
}

/** With words about the fields whose shape does not say all. */
function requestSchema(body: GenericSchema, words: ApiWords['fields']): JsonSchema {
  const described = jsonSchema(body)
  for (const [name, field] of Object.entries(described.properties ?? {})) {
    if (typeof field === 'object' && name in words) field.description ??= words[name as keyof typeof words]
  }
  return described
}

/** With words about the lists that hold the newest alone, wherever a note stands in the answer. */
function answerSchema(answer: GenericSchema, { lists }: ApiWords): JsonSchema {
  const text = JSON.stringify(jsonSchema(answer), (name, shape: unknown) =>
    name in lists && typeof shape === 'object'
      ? { ...shape, description: lists[name as keyof typeof lists](SHOWN_OF_EACH, TEXTS_OF_REVISIONS) }
      : shape,
  )
  return JSON.parse(text) as JsonSchema
}

/** What comes in, as JSON Schema says it; the checks that it cannot say are the 422's. */
function jsonSchema(schema: GenericSchema): JsonSchema {
  const { $schema: _, ...described } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    ignoreActions: ['check'],
    overrideAction: ({ valibotAction, jsonSchema: described }) =>
      valibotAction.type === 'metadata' && 'metadata' in valibotAction
        ? { ...described, ...(valibotAction.metadata as JsonSchema) }
        : undefined,
  })
  return described
}
