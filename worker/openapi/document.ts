import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import type { SiteSettings } from '../site/settings'
import type { Strings } from '../site/strings'
import { conflict, problem } from './answers'
import {
  answerHeaderShapes,
  faultHeaders,
  headerShapes,
  type Operation,
  operationsFor,
  queryShapes,
} from './operations'

/** The OpenAPI 3.1 document of this site's API. https://spec.openapis.org/oas/v3.1.1 */
export function describeApi(site: SiteSettings, { api }: Strings) {
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
      schemas: { Problem: jsonSchema(problem), Conflict: jsonSchema(conflict) },
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: api.key } },
    },
  }
}

function describe(operation: Operation, api: Strings['api']) {
  const { id, path, key, query = [], headers = [], body, success, faults } = operation
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const content = (schema: unknown, type = 'application/json') => ({ content: { [type]: { schema } } })
  const answer = success.schema ? jsonSchema(success.schema) : {}
  const answerHeaders = (names: Operation['success']['headers'] = []) =>
    names.length > 0 && {
      headers: Object.fromEntries(
        names.map((name) => [name, { description: api.answerHeaders[name], schema: answerHeaderShapes[name] }]),
      ),
    }
  return {
    operationId: id,
    summary: api.operations[id],
    ...(key && { security: [{ key: [] }], description: api.who[key] }),
    parameters: [
      ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...query.map((name) => ({ name, in: 'query', description: api.query[name], schema: queryShapes[name] })),
      ...headers.map((name) => ({ name, in: 'header', description: api.headers[name], schema: headerShapes[name] })),
    ],
    ...(body && { requestBody: { required: true, ...content(jsonSchema(body)) } }),
    responses: {
      [success.status]: {
        description: api.done,
        ...answerHeaders(success.headers),
        ...(success.status !== 204 && content(answer, success.type)),
      },
      ...Object.fromEntries(
        faults.map((status) => [
          status,
          {
            description: api.faults[status] ?? api.problem,
            ...answerHeaders(faultHeaders[status]),
            ...content(
              { $ref: `#/components/schemas/${carriesNote(operation, status) ? 'Conflict' : 'Problem'}` },
              problemType,
            ),
          },
        ]),
      ),
    },
  }
}

const problemType = 'application/problem+json'

/** A decision that came too late is answered with the note as it is. */
function carriesNote({ id }: Operation, status: number): boolean {
  return id === 'decide' && (status === 409 || status === 412)
}

/** What comes in, as JSON Schema says it; the checks that it cannot say are the 422's. */
function jsonSchema(schema: GenericSchema): JsonSchema {
  const { $schema: _, ...described } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    ignoreActions: ['check', 'safe_integer'],
    overrideAction: ({ valibotAction, jsonSchema: described }) =>
      valibotAction.type === 'metadata' && 'metadata' in valibotAction
        ? { ...described, ...(valibotAction.metadata as JsonSchema) }
        : undefined,
  })
  return described
}
