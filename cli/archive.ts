import { composeProven } from '../worker/reading/proceedings/compose'
import { CommandError, command } from './command'
import { openPlatform } from './platform'
import { publishedSite } from './published-site'
import { typedTarget } from './typed-path'
import { writeWhole } from './write-whole'

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
      const written = { size: 0 }
      await (rehearsal ? drain(told(bytes, written)) : writeWhole(told(bytes, written), path))
      console.log(`${rehearsal ? 'l’archive ferait' : `${path} :`} ${Math.ceil(written.size / 1000)} ko`)
      return 0
    } finally {
      await platform.dispose()
    }
  },
)

/** The same bytes; what went through is counted, and told now and then. */
async function* told(bytes: AsyncIterable<Uint8Array>, written: { size: number }): AsyncGenerator<Uint8Array> {
  let next = PROGRESS_BYTES
  for await (const chunk of bytes) {
    yield chunk
    written.size += chunk.length
    if (written.size < next) continue
    console.log(`  ${Math.round(written.size / 1_000_000)} Mo…`)
    next += PROGRESS_BYTES
  }
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes) {
    // To compose it is all.
  }
}
