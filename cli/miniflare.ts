import { createRequire, enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { projectRoot } from './project'

// Half of what a command computes is loading these six megabytes: what Node makes of them is kept for the next command,
// where this account may write. An `import` passes through tsx, whose modules Node keeps nothing of, and is read twice.
enableCompileCache(join(projectRoot, 'node_modules/.cache/compiled'))

export const { Miniflare, convertV4MiniflareOptions }: typeof import('miniflare') = createRequire(import.meta.url)(
  'miniflare',
)
