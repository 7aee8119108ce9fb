import { rename, writeFile } from 'node:fs/promises'
import { composeProven } from '../worker/reading/proceedings/compose'
import { CommandError, command } from './command'
import { withDraftsOf } from './drafts'
import { openPlatform } from './platform'
import { publishedSite } from './published-site'
import { typedTarget } from './typed-path'

/** A line every so many bytes: a small archive is quick enough to be silent. */
const PROGRESS_BYTES = 5_000_000

await command(
  {
    name: 'npm run archive',
    usage: '-- FICHIER [--remote] [--dry-run]',
    about: `
Écrit dans FICHIER l’archive du site, comme /archive.zip : les notes publiées en Markdown avec leur en-tête, le
programme, les crédits, la licence, les empreintes, et une copie de tout le site qui s’ouvre sans réseau.

  --remote    le site en ligne ; sans cela, celui de cette machine (STATE_DIR, .wrangler/state sinon)
  --dry-run   compose tout, dit ce que l’archive pèserait, n’écrit rien`,
    options: { remote: { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
  },
  async ({ remote = false, 'dry-run': rehearsal = false }, [file, ...more]) => {
    if (file === undefined || more.length > 0)
      throw new CommandError('Dites dans quel fichier : npm run archive -- FICHIER')
    const path = await typedTarget(file)
    const platform = await openPlatform({ remote, asItIs: rehearsal })
    try {
      await publishedSite(platform)
      const { bytes } = await composeProven(platform, 'archive.zip')
      const size = rehearsal ? await writeAll(bytes, null) : await writeWhole(bytes, path)
      console.log(`${rehearsal ? 'l’archive ferait' : `${path} :`} ${Math.ceil(size / 1000)} ko`)
      return 0
    } finally {
      await platform.dispose()
    }
  },
)

function writeWhole(bytes: AsyncIterable<Uint8Array>, file: string): Promise<number> {
  return withDraftsOf(file, ['whole'], async ({ whole }) => {
    const size = await writeAll(bytes, whole)
    await rename(whole, file)
    return size
  })
}

async function writeAll(bytes: AsyncIterable<Uint8Array>, file: string | null): Promise<number> {
  let size = 0
  let told = PROGRESS_BYTES
  for await (const chunk of bytes) {
    if (file) await writeFile(file, chunk, { flag: size === 0 ? 'w' : 'a' })
    size += chunk.length
    if (size < told) continue
    console.log(`  ${Math.round(size / 1_000_000)} Mo…`)
    told += PROGRESS_BYTES
  }
  return size
}
