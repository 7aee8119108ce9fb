import { join } from 'node:path'
import { experimental_readRawConfig } from 'wrangler'
import { projectRoot } from './project'

/**
 * `wrangler.toml` as wrangler's test harness takes it: from another folder, so every path is whole.
 * @param main Relative to the project: the Worker's entry.
 */
export function harnessConfig(main = 'worker/index.ts') {
  const { rawConfig } = experimental_readRawConfig({ config: join(projectRoot, 'wrangler.toml') })
  const whole = (path: string) => join(projectRoot, path)
  return {
    ...rawConfig,
    main: whole(main),
    alias: Object.fromEntries(Object.entries(rawConfig.alias ?? {}).map(([name, path]) => [name, whole(String(path))])),
    assets: { ...rawConfig.assets, directory: whole('public') },
  }
}
