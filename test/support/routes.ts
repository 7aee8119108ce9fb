import { join } from 'node:path'
import { projectRoot } from '../../cli/project'

export type Route = { method: string; path: string }

/** The app stands on a Worker's types, not on Node's, so it is loaded by its path. */
const { app } = (await import(join(projectRoot, 'worker/app.ts'))) as { app: { routes: Route[] } }

/** Every route that answers a method of its own, as it is declared: `GET /notes/:id/`. Middleware is left out. */
export const routes = app.routes.map(({ method, path }) => ({ method, path })).filter(({ method }) => method !== 'ALL')

/** The address of a route with something in the place of each parameter. */
export function fillRoute(path: string, fill: (name: string) => string): string {
  return path.replace(/:(\w+)(?:\{.+?\}(?=\/|$))?/g, (_, name: string) => fill(name))
}
